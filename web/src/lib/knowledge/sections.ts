import type { IconName } from '../ui/icons.ts'

/** The sections of the knowledge desk, in the order in which they are shown; each has a page of its own. */
export const SECTIONS = [
  { path: '/knowledge', name: 'articles', icon: 'book' },
  { path: '/knowledge/documents', name: 'documents', icon: 'note' },
  { path: '/knowledge/tables', name: 'tables', icon: 'table' },
  { path: '/knowledge/flows', name: 'flows', icon: 'steps' },
  { path: '/knowledge/gaps', name: 'gaps', icon: 'inbox' },
  { path: '/knowledge/tickets', name: 'tickets', icon: 'check' },
  { path: '/knowledge/duplicates', name: 'duplicates', icon: 'copy' },
  { path: '/knowledge/reminders', name: 'reminders', icon: 'clock' },
] as const satisfies readonly {
  path: string
  name: string
  icon: IconName
}[]
