/** A file that travels within the script. */
declare module '*/baseline.bin' {
  const bytes: ArrayBuffer
  export default bytes
}
