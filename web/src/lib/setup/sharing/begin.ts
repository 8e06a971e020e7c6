import type { QueueId } from '$shared/base/ids.ts'
import { newSecret } from '$shared/base/new-ids.ts'
import type { ServiceLevel, TalkLevel } from '$shared/levels/promises.ts'
import type { LineSettings } from '$shared/queue/lines.ts'
import type { TicketField } from '$shared/ticket/fields.ts'
import { browserRandom } from '../../replica/random.ts'

/** A short name that nobody reads. */
const short = () => newSecret(browserRandom).slice(0, 10)

export const newLine = (): LineSettings => ({
  id: `q_l${short()}` as QueueId,
  name: '',
  departments: [],
  hours: null,
  offerFor: 20,
  familiarFor: 30,
  relaxAfter: 60,
  overflow: null,
})

export const newLevel = (): ServiceLevel => ({
  name: '',
  'first-answer': 60,
  'next-answer': 120,
  resolution: 480,
  pausesForThirdParty: false,
})

export const newTalkLevel = (): TalkLevel => ({ name: '', 'first-answer': 180, 'next-answer': 180, resolution: 3600 })

export const newField = (): TicketField => ({ name: `f-${short()}`, label: '', types: [], kind: 'text', choices: [], required: false })
