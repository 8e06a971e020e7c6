import { describe, expect, it } from 'vitest'
import type { QueueId } from '../../../shared/base/ids.ts'
import { otherSeat, queueActor, serving } from '../../support/actors.ts'
import { assign, command, roomIn } from '../../support/conversations.ts'
import { commandId } from '../../support/ids.ts'

const LINE = 'q_after-sales' as QueueId
const by = { id: serving.id, name: serving.name }
const next = { id: otherSeat.id, name: otherSeat.name }

describe('[Q24] a conversation that is handed over', () => {
  it('[Q24] cold: it waits in the line that it was handed to, and whoever comes takes it over', () => {
    const room = roomIn('person')
    const entry = commandId()
    room.take(command('hand-over', { entry, queue: LINE, warm: false, live: true, by }), queueActor)
    expect(room.state.phase).toMatchObject({ name: 'waiting', queue: LINE, entry, live: true })
    room.take(assign(entry, next), queueActor)
    expect(room.state.phase).toMatchObject({ name: 'person', seat: next, entry })
  })

  it('[Q24] warm: it is served on until somebody has come', () => {
    const room = roomIn('person')
    const entry = commandId()
    room.take(command('hand-over', { entry, queue: LINE, warm: true, live: true, by }), queueActor)
    expect(room.state.phase).toMatchObject({ name: 'person', seat: by, next: entry })
    room.take(command('send-message', { text: '请稍等' }), serving)
    expect(room.refusalOf(assign(commandId(), next), queueActor)).toBe('not-waiting')
    room.take(assign(entry, next), queueActor)
    expect(room.state.phase).toEqual(expect.objectContaining({ name: 'person', seat: next, entry }))
    expect('next' in room.state.phase).toBe(false)
    expect(room.refusalOf(command('send-message', { text: '再见' }), serving)).toBe('not-allowed')
  })

  it('[Q24] only from the seat that serves it', () => {
    const room = roomIn('person')
    const asked = command('hand-over', { entry: commandId(), queue: LINE, warm: false, live: true, by: next })
    expect(room.refusalOf(asked, queueActor)).toBe('not-waiting')
  })
})
