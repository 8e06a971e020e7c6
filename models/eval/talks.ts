import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One thing that is expected of the assistant's turn, as a talk writes it: `ask order`, `article a|b`, `requested`. */
export interface Expected {
  what: (typeof EXPECTED)[number]
  /** Alternatives, any of which is right; none where the word says it all. */
  names: string[]
}

export interface Line {
  text: string
  expected: Expected[]
}

/** A scripted talk: what a customer says, one after another, and what has to follow. */
export interface Talk {
  title: string
  file: string
  lines: Line[]
}

/**
 * `flow X` is under way, `ask X` asks for a slot, `confirm` reads back, `slot X=V` is told, `changed X` takes back,
 * `again` was not understood, `article X` answers, `choices X` offers, `unknown` does not know, `small` is politeness,
 * `cancelled`, `requested`, `refused`, `done` end a flow, `person` asks for somebody.
 */
export const EXPECTED = [
  'flow',
  'ask',
  'confirm',
  'slot',
  'changed',
  'again',
  'article',
  'choices',
  'unknown',
  'small',
  'cancelled',
  'requested',
  'refused',
  'done',
  'person',
] as const

const isExpected = (word: string): word is Expected['what'] => (EXPECTED as readonly string[]).includes(word)

/** Every talk of a folder, from files `<industry>.<language>.txt`. Throws with file and line on what is none. */
export function talksIn(folder: string): Talk[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => file.endsWith('.txt'))
    .toSorted()
    .flatMap((file) => parseTalks(readFileSync(join(folder, file), 'utf8'), file))
}

/** A title begins with `# `; a line is `- what is said => what follows, and more`. */
export function parseTalks(text: string, file: string): Talk[] {
  const talks: Talk[] = []
  for (const [at, line] of text.split('\n').entries()) {
    const wrong = (why: string) => new Error(`${file}:${at + 1}: ${why}: ${line}`)
    if (line.trim() === '') continue
    if (line.startsWith('# ')) {
      talks.push({ title: line.slice(2).trim(), file, lines: [] })
      continue
    }
    const [, said, follows] = /^- (.+?) => (.+)$/.exec(line) ?? []
    const talk = talks.at(-1)
    if (!said || !follows || !talk) throw wrong('no line of a talk')
    const expected = follows.split(',').map((part): Expected => {
      const [what = '', ...names] = part.trim().split(/[ |]/)
      if (!isExpected(what)) throw wrong(`nothing that can be expected (${what})`)
      return { what, names }
    })
    talk.lines.push({ text: said, expected })
  }
  return talks
}
