import { describe, expect, it } from 'vitest'
import { is } from '../../../shared/base/schema.ts'
import { isWellFormed, StoredEvent } from '../../../shared/conversation/events.ts'
import { isKnown } from '../../../shared/conversation/known.ts'
import { applyStored, newConversation, personOf } from '../../../shared/conversation/state.ts'
import { serving } from '../../support/actors.ts'
import { command, PHASES, roomIn, START } from '../../support/conversations.ts'
import { at, commandId } from '../../support/ids.ts'

const fromTheFuture: StoredEvent = {
  seq: 7,
  at: START,
  by: { kind: 'system' },
  cause: commandId(),
  name: 'v9.Danced',
  data: { to: 'tune' },
}

describe('apply', () => {
  it.each(PHASES)('[C18] the state in %s is the fold of its events, from the start or from any snapshot', (phase) => {
    const room = roomIn(phase)
    const whole = room.events.reduce(applyStored, newConversation)
    expect(whole).toEqual(room.state)
    for (let cut = 0; cut <= room.events.length; cut++) {
      const snapshot = JSON.parse(JSON.stringify(room.events.slice(0, cut).reduce(applyStored, newConversation)))
      expect(room.events.slice(cut).reduce(applyStored, snapshot)).toEqual(whole)
    }
  })

  it('[C18] changes no state that was handed in', () => {
    const room = roomIn('closed')
    const frozen = Object.freeze(structuredClone(newConversation))
    const state = room.events.reduce((before, event) => Object.freeze(applyStored(before, Object.freeze(event))), frozen)
    expect(state).toEqual(room.state)
    expect(frozen).toEqual(newConversation)
  })

  it('[C19] an event of a newer server only moves the seq', () => {
    const room = roomIn('person')
    expect(applyStored(room.state, fromTheFuture)).toEqual({ ...room.state, seq: 7 })
  })

  it('[C19] the seat that served remains known after the end, and none where none served', () => {
    expect(personOf(roomIn('person').state)).toEqual({ id: serving.id, name: serving.name })
    expect(personOf(roomIn('closed').state)).toEqual({ id: serving.id, name: serving.name })
    expect(personOf(roomIn('closed-unserved').state)).toBeNull()
    expect(personOf(roomIn('waiting').state)).toBeNull()
  })
})

describe('events', () => {
  it('[C18] whatever is decided has the shape that travels', () => {
    const room = roomIn('closed')
    room.take(command('rate', { rating: { score: 5, tags: [], text: '' } }))
    expect(room.events.length).toBeGreaterThan(6)
    for (const event of room.events)
      expect([event.name, is(StoredEvent, event), isKnown(event), isWellFormed(event)]).toEqual([event.name, true, true, true])
  })

  it.each([
    ['a known name with the wrong data', { name: 'v1.MessageSent', data: { text: 7 } }, false],
    ['a known name without data', { name: 'v1.MessageSent', data: undefined }, false],
    ['a known name with data of another', { name: 'v1.PersonJoined', data: { text: 'a' } }, false],
    ['a known name with a field from a newer server', { name: 'v1.MessageSent', data: { text: 'a', tone: 'kind' } }, true],
    ['an unknown name with any data', { name: 'v9.Danced', data: [1, 2] }, true],
  ])('[C19] %s', (_what, change, wellFormed) => {
    expect(isWellFormed({ ...at(roomIn('assistant').events, 1), ...change })).toBe(wellFormed)
  })
})
