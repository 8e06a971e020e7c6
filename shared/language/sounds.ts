import { SYLLABLES } from './syllables.ts'

/** How Chinese characters sound, for what was typed by ear. Sounds are numbers; tones are not told apart. */
export interface Sounds {
  /** How a character (its UTF-16 code) sounds: mostly one way; none where it is no character of everyday use. */
  of(character: number): readonly number[]
  /** The number that all sounds share that are often taken for one another: n and l, zh and z, in and ing. */
  loose(sound: number): number
  /** The fewest syllables that a word in Latin letters is made of, as sounds; null where it is no pinyin. */
  spelt(word: string): number[] | null
}

const LONGEST_SYLLABLE = 6
/** Longer words are not typed without a space, and reading them costs. */
const LONGEST_WORD = 40

/** A syllable as careless ears and southern tongues have it. */
const carelessly = (syllable: string): string =>
  syllable
    .replace(/^([zcs])h/, '$1')
    .replace(/^n/, 'l')
    .replace(/^(hu)(?=[aeiou])/, 'f')
    .replace(/([aei]n)g$/, '$1')

/** Reads the table of sounds: once, by whoever has loaded it. */
export function readSounds(): Sounds {
  const syllables = SYLLABLES.split(' ').map((entry) => /^[a-z]+/.exec(entry)?.[0] ?? '')
  const numbers = new Map(syllables.map((syllable, sound) => [syllable, sound]))
  const groups = new Map<string, number>()
  const looseOf = syllables.map((syllable) => {
    const name = carelessly(syllable)
    const group = groups.get(name) ?? groups.size
    groups.set(name, group)
    return group
  })
  const sounds = new Map<number, number[]>()
  SYLLABLES.split(' ').forEach((entry, sound) => {
    for (const character of entry.slice(syllables[sound]?.length)) {
      const code = character.charCodeAt(0)
      sounds.set(code, [...(sounds.get(code) ?? []), sound])
    }
  })
  return {
    of: (character) => sounds.get(character) ?? [],
    loose: (sound) => looseOf[sound] ?? -1,
    spelt: (word) => spelt(word, numbers),
  }
}

/** Dynamic programming from the left: the fewest syllables up to each letter. */
function spelt(word: string, numbers: ReadonlyMap<string, number>): number[] | null {
  if (word.length > LONGEST_WORD || !/^[a-z]+$/.test(word)) return null
  const best: (number[] | null)[] = [[]]
  for (let end = 1; end <= word.length; end++) {
    best[end] = null
    for (let from = Math.max(0, end - LONGEST_SYLLABLE); from < end; from++) {
      const before = best[from]
      const sound = numbers.get(word.slice(from, end))
      if (!before || sound === undefined) continue
      if (before.length + 1 < (best[end]?.length ?? Number.POSITIVE_INFINITY)) best[end] = [...before, sound]
    }
  }
  return best[word.length] ?? null
}
