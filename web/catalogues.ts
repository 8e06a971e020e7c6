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
const SELDOM = ['device', 'help', 'ticket', 'telling', 'waiting']
/** What the service worker alone says, which takes it from the catalogues itself. */
const NOTICES = 'notices'
const NAME = /^virtual:words\/(zh-CN|en)\/(customer|seldom|staff)$/

const isFor = (area: string, reader: string | undefined): boolean => {
  if (area === NOTICES) return false
  if (STAFF_AREAS.includes(area)) return reader === 'staff'
  return SELDOM.includes(area) ? reader === 'seldom' : reader === 'customer'
}

/** Parts a catalogue, as `virtual:words/en/customer` and so on: one file for who writes, several for who loads. */
export function catalogues(): Plugin {
  return {
    name: 'catalogues',
    resolveId: (id) => (NAME.test(id) ? `\0${id}` : null),
    load(id) {
      const [, language, reader] = NAME.exec(id.slice(1)) ?? []
      if (!language) return null
      const path = fileURLToPath(new URL(`./src/lib/i18n/${language}.json`, import.meta.url))
      this.addWatchFile(path)
      const all = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
      const part = Object.entries(all).filter(([area]) => isFor(area, reader))
      return `export default ${JSON.stringify(Object.fromEntries(part))}`
    },
  }
}
