/** A file that travels within the script. */
declare module '*/talk.bin' {
  const bytes: ArrayBuffer
  export default bytes
}
