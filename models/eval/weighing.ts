import { isForPeople } from '../../shared/assistant/respond.ts'
import type { ConversationEvent } from '../../shared/conversation/events.ts'
import type { Weighing } from '../../shared/conversation/triaging.ts'
import { defaultPolicy } from '../../shared/desk/default-policy.ts'
import { verdictBy } from '../../shared/desk/weighing.ts'
import { factsOf } from '../../shared/triage/weigh.ts'
import { Talk } from '../../worker/conversation/talk.ts'
import type { Baseline } from '../runtime/baseline.ts'
import type { Encoder } from '../runtime/encoder.ts'
import type { TalkReader } from '../runtime/talk-reader.ts'
import { readByAll, SHIPPED } from './readers.ts'
import { BLANK_DESK, type Desk, deskOf, Talking } from './talking.ts'
import { ticketOf } from './ticketed.ts'
import { type TriageTalk, triageTalks } from './triage-talks.ts'
import type { Weighed } from './weighed.ts'

/** What reads on a device, and what reads at the edge. */
interface Readers {
  baseline: Baseline
  encoder: Encoder
  edge: TalkReader
}

/** Every written talk, held at the desk of its industry as a room and the assistant of a device have it. */
export async function weighTalks({ baseline, encoder, edge }: Readers): Promise<Weighed[]> {
  const desks = new Map<string, Desk>()
  const weighed: Weighed[] = []
  for (const talk of triageTalks()) {
    const name = `${talk.industry} ${talk.language}`
    const desk = desks.get(name) ?? deskOf(talk.industry, talk.language) ?? BLANK_DESK
    desks.set(name, desk)
    weighed.push(weighTalk(talk, desk, { baseline, edge }, await asksForPeople(talk, baseline, encoder)))
  }
  return weighed
}

/** Whether a device hears in any of its messages that a person is asked for. */
async function asksForPeople({ says }: TriageTalk, baseline: Baseline, encoder: Encoder): Promise<boolean> {
  for (const text of says) {
    const { reading } = (await readByAll(baseline, encoder, text))[SHIPPED]
    if (isForPeople(text, { reading })) return true
  }
  return false
}

function weighTalk(talk: TriageTalk, desk: Desk, { baseline, edge }: Omit<Readers, 'encoder'>, asks: boolean): Weighed {
  const { industry, language, tier, history, says } = talk
  const policy = defaultPolicy(industry, language)
  const heard = new Talk()
  const triage: Weighing['triage'] = (wish, { state, text, flow }) => {
    heard.upTo(state, (seq) => talking.events.filter((event) => event.seq > seq))
    const texts = [...heard.texts, ...(text === undefined ? [] : [text])]
    const facts = factsOf({
      wish,
      standing: { tier, ...history, lastServed: null },
      language,
      texts,
      readings: texts.map((each, at) => edge.read(each, texts[at - 1] ?? null)),
      read: edge.talk(texts, industry),
      flow: (flow && desk.library.flow(flow.pack, flow.flow)) ?? null,
      rows: state.told?.rows.length ?? 0,
      unanswered: heard.unanswered + (text === undefined ? 0 : 1),
      left: heard.left,
      misses: state.misses,
    })
    return verdictBy(policy, facts)
  }
  const talking = new Talking(desk, baseline, language, triage)
  for (const text of says) talking.say(text)
  const first = asks || talking.events.some((event) => isPeopleFirst(event as ConversationEvent)) ? 'people' : 'assistant'
  talking.endUnsolved()
  const verdict = talking.state.triaged?.verdict
  if (!verdict) throw new Error(`${talk.id}: not weighed`)
  return { talk, first, verdict, ticket: ticketOf(talking.events) }
}

const isPeopleFirst = (event: ConversationEvent): boolean => event.name === 'v1.PersonRequested' && event.data.triage === true
