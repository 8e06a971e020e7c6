import { expect, it } from 'vitest'
import { type Evidence, judge, NO_WRONGS, type Wrongs } from '../../../scripts/chaos/verdict.ts'
import type { StoredEvent } from '../../../shared/conversation/events.ts'
import { commandId } from '../../support/ids.ts'

const message = (seq: number, text: string): StoredEvent => ({
  seq,
  at: 0,
  by: { kind: 'customer' },
  cause: commandId(),
  name: 'v1.MessageSent',
  data: { text },
})

/** A log of texts, of which the sender was told the places; its device shows the same. */
function evidence(texts: string[], change: Partial<Evidence> = {}): Evidence {
  const log = texts.map((text, index) => message(index + 1, text))
  const acknowledged = new Map(texts.map((text, index) => [text, index + 1]))
  return { log, sent: [{ texts, acknowledged }], views: new Map([['customer', log]]), ...change }
}

const FAIR = evidence(['a', 'b', 'c'])
const unheard = { acknowledged: new Map<string, number>() }

const CASES: [string, Evidence, Partial<Wrongs>][] = [
  ['nothing', FAIR, {}],
  ['a text that is not there', { ...FAIR, sent: [{ texts: ['a', 'b', 'c', 'd'], ...unheard }] }, { lost: 1 }],
  [
    'a text that was acknowledged and is not there',
    { ...FAIR, sent: [{ texts: ['a', 'b', 'c', 'd'], acknowledged: new Map([['d', 4]]) }] },
    { lost: 1, acknowledgedNotStored: 1 },
  ],
  ['a text that is there twice', evidence(['a', 'b', 'a'], { sent: [{ texts: ['a', 'b'], ...unheard }] }), { doubled: 1 }],
  ['a text that nobody sent', { ...FAIR, sent: [{ texts: ['a', 'b'], ...unheard }] }, { invented: 1 }],
  ['a text that overtook another', { ...FAIR, sent: [{ texts: ['b', 'a', 'c'], ...unheard }] }, { disordered: 1 }],
  [
    'a gap',
    evidence([], { log: [message(1, 'a'), message(3, 'b')], sent: [{ texts: ['a', 'b'], ...unheard }], views: new Map() }),
    { gaps: 1 },
  ],
  [
    'an answer that names another place',
    { ...FAIR, sent: [{ texts: ['a', 'b', 'c'], acknowledged: new Map([['a', 2]]) }] },
    { misplaced: 1 },
  ],
  ['a view that ends early', { ...FAIR, views: new Map([['seat', FAIR.log.slice(0, 2)]]) }, { behind: 1 }],
  ['a view that tells it otherwise', { ...FAIR, views: new Map([['seat', [...FAIR.log].reverse()]]) }, { differing: 1 }],
  ['a view that tells more', { ...FAIR, views: new Map([['seat', [...FAIR.log, message(4, 'd')]]]) }, { differing: 1 }],
]

it.each(CASES)('[P9 P10] the verdict finds %s', (_what, given, wrongs) => {
  expect(judge(given)).toEqual({ ...NO_WRONGS, ...wrongs })
})

it('[P9] an answer names where the events of its command end: what is told after the message is of it', () => {
  const said = message(1, 'a')
  const log = [said, { ...said, seq: 2, name: 'v1.Triaged', data: {} }, message(3, 'b')]
  const sent = (seq: number) => [{ texts: ['a', 'b'], acknowledged: new Map([['a', seq]]) }]
  expect(judge({ log, sent: sent(2), views: new Map() })).toEqual(NO_WRONGS)
  expect(judge({ log, sent: sent(3), views: new Map() })).toEqual({ ...NO_WRONGS, misplaced: 1 })
})

it('[P9] each sender has an order of their own', () => {
  const log = ['s1', 'a', 's2', 'b'].map((text, index) => message(index + 1, text))
  const sent = [
    { texts: ['a', 'b'], ...unheard },
    { texts: ['s1', 's2'], ...unheard },
  ]
  expect(judge({ log, sent, views: new Map() })).toEqual(NO_WRONGS)
})
