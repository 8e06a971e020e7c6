// Ambient: what `web/models.ts` tells of the files of the encoder.
declare module 'virtual:models' {
  const models: {
    id: string
    /** Loads `wasm`. */
    glue: string
    wasm: string
    /** What a desk learns from beside its own corrections. */
    lessons: string
    files: { url: string; bytes: number; sha256: string }[]
  }
  export default models
}
