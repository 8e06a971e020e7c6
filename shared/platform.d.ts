/** The few parts that browsers, workers and Node all have, so that `shared/` needs the types of none of them. */
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>
}
