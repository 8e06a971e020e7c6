import type { Actor, Author } from './actor.ts'

/** How an event remembers who asked. */
export function authorOf(actor: Actor): Author {
  if (actor.kind === 'seat') return { kind: 'seat', id: actor.id, name: actor.name }
  return { kind: actor.kind }
}
