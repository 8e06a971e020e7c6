import { buildIndex, type Index } from '$shared/knowledge/index.ts'
import type { ShelvedPack } from './shelf.ts'

const indexes = new WeakMap<ShelvedPack, Index>()

/** The index of a pack, built when it is first searched: not before the first screen is drawn. */
export function indexOf(pack: ShelvedPack): Index {
  const known = indexes.get(pack)
  if (known) return known
  const index = buildIndex(pack.articles)
  indexes.set(pack, index)
  return index
}
