import { normalise } from './normalise.ts'

const RUNS = /\p{Script=Han}+|[a-z0-9]+/gu
const HAN = /^\p{Script=Han}/u

/** A text in small pieces, to tell how much two texts share: Chinese characters and neighbouring pairs, other words whole. */
export function tokenise(text: string): string[] {
  return [...normalise(text).matchAll(RUNS)].flatMap(([run]) => {
    if (!HAN.test(run)) return [run]
    const characters = Array.from(run)
    return characters.flatMap((character, at) => (at > 0 ? [character, (characters[at - 1] ?? '') + character] : [character]))
  })
}
