import { readTalkModel, TalkReader } from '../../models/runtime/talk-reader.ts'

let reader: Promise<TalkReader> | null = null

/** What reads talks at the edge, for all objects of this isolate: read from the bundle when it is first needed. */
export function edgeReader(): Promise<TalkReader> {
  reader ??= import('../../models/runtime/weights/talk.bin').then(
    ({ default: bytes }) => new TalkReader(readTalkModel(new Uint8Array(bytes))),
    (fault) => {
      reader = null
      throw fault
    },
  )
  return reader
}
