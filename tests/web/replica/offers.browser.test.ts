import { expect, it } from 'vitest'
import { Replica } from '$lib/replica/db.ts'
import { keepSeat } from '$lib/replica/offers.ts'
import { DEFAULT_QUEUE, newCommandId, newConversationId } from '$shared/base/new-ids.ts'
import { seededRandom } from '$shared/base/random.ts'
import type { SeatOffer } from '$shared/seat/commands.ts'
import { newSeat } from '$shared/seat/state.ts'

const random = seededRandom(12)
const offer = (): SeatOffer => ({
  ...{ offer: newCommandId(random), queue: DEFAULT_QUEUE, conversation: newConversationId(random), live: true, language: 'zh-CN' },
  ...{ since: 1, until: 2, why: { free: 1, idleSince: 0, candidates: 2 } },
})

it('[S8] a device keeps how a conversation came, whether it was offered there or taken elsewhere', async () => {
  const db = new Replica('offers')
  const [offered, taken] = [offer(), offer()]
  await keepSeat(db, { ...newSeat, offers: [offered], came: [taken] })
  for (const one of [offered, taken]) expect(await db.recall(`came:${one.conversation}`)).toEqual(one)
  // What a change of the seat no longer names stays.
  await keepSeat(db, newSeat)
  expect(await db.recall(`came:${taken.conversation}`)).toEqual(taken)
  await db.delete()
})
