import { beginningsOf, type Knowledge } from '$shared/assistant/respond.ts'
import { buildIndex, type Index } from '$shared/knowledge/index.ts'
import type { Sounds } from '$shared/language/sounds.ts'
import { library, type ShelvedPack } from './shelf.ts'

/** How characters sound, for what is typed by ear. It comes with the app but after it: until then words must be spelt right. */
let sounds: Sounds | null = null
export async function learnSounds(): Promise<void> {
  if (sounds) return
  const { readSounds } = await import('$shared/language/sounds.ts')
  sounds = readSounds()
  indexes = new WeakMap()
  known = new WeakMap()
}

let indexes = new WeakMap<ShelvedPack, Index>()
let known = new WeakMap<ShelvedPack, Knowledge>()

/** The index of a pack, built when it is first searched: not before the first screen is drawn. */
export function indexOf(pack: ShelvedPack): Index {
  const built = indexes.get(pack)
  if (built) return built
  const index = buildIndex(pack.units, sounds)
  indexes.set(pack, index)
  return index
}

/** Everything that the assistant answers from. */
export function knowledgeOf(pack: ShelvedPack): Knowledge {
  const held = known.get(pack)
  if (held) return held
  const { version, flows } = pack
  const knowledge = { version, index: indexOf(pack), flows, beginnings: beginningsOf(flows), flow: library.flow }
  known.set(pack, knowledge)
  return knowledge
}
