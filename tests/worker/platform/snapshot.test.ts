import { env, runInDurableObject } from 'cloudflare:test'
import { expect, it } from 'vitest'
import { LEDGER_TABLES, Ledger } from '../../../worker/platform/ledger.ts'
import { OUTBOX_TABLE, Outbox } from '../../../worker/platform/outbox.ts'
import { platformRandom } from '../../../worker/platform/random.ts'
import { readSnapshot, writeSnapshot } from '../../../worker/platform/snapshot.ts'
import { durableSql, type Sql } from '../../../worker/platform/sql.ts'

type Happening = { name: 'said'; data: { words: string } }
interface State {
  seq: number
  words: string[]
}

/** A database of its own, in an object that is used for nothing else. */
function inObject(name: string, work: (sql: Sql) => void): Promise<void> {
  return runInDurableObject(env.QUEUE.getByName(name), (_object, state) => {
    const sql = durableSql(state.storage)
    for (const table of ['events', 'receipts', 'snapshot', 'effects']) sql.run(`DROP TABLE IF EXISTS ${table}`)
    for (const statement of [...LEDGER_TABLES, ...OUTBOX_TABLE]) sql.run(statement)
    work(sql)
  })
}

const ledgerOver = (sql: Sql, version = 2, keepEvents: boolean | { for: number; events: number } = false) =>
  new Ledger<State, Happening>(sql, new Outbox(sql, platformRandom), {
    initial: { seq: 0, words: [] },
    stateVersion: version,
    apply: (state, { seq, data }) => ({ seq, words: [...state.words, data.words] }),
    judge: (_state, raw) => ({ decision: { ok: true, events: [{ name: 'said', data: { words: String(raw.words) } }] }, idempotent: false }),
    effectsOf: () => [],
    upgraded: (state, before) => (before === 1 ? { ...(state as State), words: [...(state as State).words, 'upgraded'] } : null),
    snapshotDue: (_events, since) => since >= 3,
    keepEvents,
  })
const say = (ledger: Ledger<State, Happening>, n: number, words: string, at = n) => ledger.take([{ id: `m_${n}` as never, words }], at)

it('[Q27] what is too large for a row stands in several, whole characters each, and is read as it was', () =>
  inObject('q_parts', (sql) => {
    // Pairs of surrogates at every place where a part can end.
    const words = Array.from({ length: 40 }, (_, index) => 'x'.repeat(index % 2) + '😀售后'.repeat(20_000))
    sql.transaction(() => writeSnapshot(sql, { state: { seq: 5, words } as State, version: 2 }))
    expect(sql.run('SELECT id FROM snapshot').length).toBeGreaterThan(5)
    expect(readSnapshot(sql)).toEqual({ state: { seq: 5, words }, version: 2 })
    sql.transaction(() => writeSnapshot(sql, { state: { seq: 6, words: ['短'] } as State, version: 2 }))
    expect(sql.run('SELECT id FROM snapshot')).toHaveLength(1)
    expect(readSnapshot(sql)).toEqual({ state: { seq: 6, words: ['短'] }, version: 2 })
  }))

it('[Q14] a snapshot of a shape of before is read with the events that came after it', () =>
  inObject('q_older', (sql) => {
    const old = ledgerOver(sql, 1)
    for (let n = 1; n <= 4; n++) say(old, n, `${n}`)
    const { words } = ledgerOver(sql, 2).state
    expect(words).toEqual(['1', '2', '3', 'upgraded', '4'])
  }))

it('[Q28] a log is kept for its time, in number too, and the state does not depend on it', () =>
  inObject('q_kept', (sql) => {
    const ledger = ledgerOver(sql, 2, { for: 100, events: 20 })
    for (let n = 1; n <= 60; n++) say(ledger, n, `${n}`, n * 10)
    const seqs = sql.run<{ seq: number }>('SELECT seq FROM events ORDER BY seq').map(({ seq }) => seq)
    expect(seqs.at(-1)).toBe(60)
    expect(seqs[0]).toBeGreaterThan(60 - 20)
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, index) => 61 - seqs.length + index))
    expect(ledgerOver(sql, 2, { for: 100, events: 20 }).state).toEqual(ledger.state)
    expect(ledger.state.words).toHaveLength(60)
  }))
