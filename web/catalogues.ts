import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

/** The areas of the catalogues that only staff reads, and what a customer seldom opens; all others come with the first screen. */
const STAFF_AREAS = [
  'errors',
  'status',
  'setup',
  'signIn',
  'settings',
  'days',
  'desk',
  'lookup',
  'teach',
  'knowledge',
  'bench',
  'papers',
  'gaps',
  'proposals',
  'flows',
  'connect',
  'care',
  'work',
  'sharing',
  'lines',
  'duty',
  'levels',
  'transfer',
  'why',
  'triage',
  'tickets',
]
/** Of an area that comes at first, the words that only staff reads. */
const STAFF_WORDS: Readonly<Record<string, RegExp>> = {
  common: /^(next|saved|copy|copied|signOut)$/,
  refusals: /^(offer-gone|seat-unknown)$/,
}
const SELDOM = ['device', 'help', 'ticket', 'telling', 'waiting', 'tags']
/** Of an area that comes at first, the words of what is opened later. */
const SELDOM_WORDS: Readonly<Record<string, RegExp>> = {
  chat: /^(rate(Title|Text|Tags)|score\d|leaveMessage(Title|Text)|messageLabel|contact(Label|Hint)|tickets|history|noHistory(Text)?|end|device|notices)$/,
  common: /^(theme|language)$/,
  refusals: /^(ticket|urged)-/,
  outbox: /^(?!open$)/,
}
/** What the service worker alone says, which takes it from the catalogues itself. */
const NOTICES = 'notices'
const NAME = /^virtual:words\/(zh-CN|en)\/(customer|seldom|staff)$/

function readerOf(area: string, word: string): string {
  if (STAFF_AREAS.includes(area) || STAFF_WORDS[area]?.test(word)) return 'staff'
  return SELDOM.includes(area) || SELDOM_WORDS[area]?.test(word) ? 'seldom' : 'customer'
}

/** What a reader is given: of each area the words that are theirs. */
function partFor(reader: string, all: Record<string, Record<string, string>>): Record<string, Record<string, string>> {
  const areas = Object.entries(all).filter(([area]) => area !== NOTICES)
  const parts = areas.map(([area, words]) => [area, Object.entries(words).filter(([word]) => readerOf(area, word) === reader)] as const)
  return Object.fromEntries(parts.filter(([, words]) => words.length > 0).map(([area, words]) => [area, Object.fromEntries(words)]))
}

/** Parts a catalogue, as `virtual:words/en/customer` and so on: one file for who writes, several for who loads. */
export function catalogues(): Plugin {
  return {
    name: 'catalogues',
    resolveId: (id) => (NAME.test(id) ? `\0${id}` : null),
    load(id) {
      const [, language, reader] = NAME.exec(id.slice(1)) ?? []
      if (!language || !reader) return null
      const path = fileURLToPath(new URL(`./src/lib/i18n/${language}.json`, import.meta.url))
      this.addWatchFile(path)
      return `export default ${JSON.stringify(partFor(reader, JSON.parse(readFileSync(path, 'utf8'))))}`
    },
  }
}
