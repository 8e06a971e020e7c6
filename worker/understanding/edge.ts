import { Baseline, readBaseline } from '../../models/runtime/baseline.ts'

let baseline: Promise<Baseline> | null = null

/** The baseline that ships, for all objects of this isolate: read from the bundle when it is first needed. */
export function edgeBaseline(): Promise<Baseline> {
  baseline ??= import('../../models/runtime/weights/baseline.bin').then(
    ({ default: bytes }) => new Baseline(readBaseline(new Uint8Array(bytes))),
    (fault) => {
      baseline = null
      throw fault
    },
  )
  return baseline
}
