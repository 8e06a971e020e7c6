import type { Article } from '../knowledge/article.ts'
import type { Flow, Step } from '../knowledge/flow.ts'
import type { Library } from '../knowledge/pack.ts'
import { withSlots } from '../knowledge/slots.ts'
import { type Act, knownIn, type Place } from '../knowledge/walk.ts'
import { cleanText } from '../language/normalise.ts'
import type { Turn } from './commands.ts'
import type { FlowTurn, Row, SpokenFlow, SpokenPart } from './dialogue.ts'
import type { SpokenTurn } from './events.ts'

type Asked = Exclude<Turn, FlowTurn>

/** [C8] The words of a turn, out of the pack that it names; null where the pack has nothing by that name. */
export function speak(turn: Asked, library: Library): SpokenTurn | null {
  if (turn.kind === 'unknown' || turn.kind === 'small-talk') return turn
  if (turn.kind === 'choices') {
    const options = turn.articles.map((id) => library.article(turn.pack, id))
    return options.every((article) => article !== undefined)
      ? { kind: 'choices', pack: turn.pack, options: options.map(nameOf), confidence: turn.confidence }
      : null
  }
  const article = library.article(turn.pack, turn.article)
  if (!article) return null
  const related = article.related.flatMap((id) => library.article(turn.pack, id) ?? []).slice(0, 3)
  const { question, answer: text, source, updated } = article
  const { pack, confidence } = turn
  return { kind: 'answer', pack, article: article.id, question, text, source, updated, related: related.map(nameOf), confidence }
}

const nameOf = (article: Article) => ({ id: article.id, question: article.question })

/**
 * [C21] The words of a turn in a flow; null where a flow, step, slot or article that it names is not in the pack. What
 * actions brought is taken from what the room knows, never from the turn.
 */
export function speakFlow(turn: FlowTurn, library: Library, acts: readonly Act[] = []): SpokenFlow | null {
  const { pack, dialogue, outcome } = turn
  const flow = library.flow(pack, turn.flow)
  if (!flow || !knows(flow, Object.keys(turn.slots))) return null
  for (const place of [dialogue, dialogue?.below]) {
    const other = place && library.flow(place.pack, place.flow)
    if (place && (!other || !knows(other, Object.keys(place.slots)))) return null
  }
  const parts = turn.parts.map((part) => spokenPart(part, turn, flow, library, acts))
  if (!parts.every((part) => part !== null)) return null
  return {
    pack,
    flow: flow.id,
    name: flow.name,
    parts: parts.filter((part) => part !== 'silent'),
    rows: rowsOf(flow, turn.slots),
    dialogue,
    outcome,
  }
}

type Spoken = SpokenPart | 'silent' | null

function spokenPart(part: FlowTurn['parts'][number], turn: FlowTurn, flow: Flow, library: Library, acts: readonly Act[]): Spoken {
  if (part.kind === 'article') {
    const article = library.article(turn.pack, part.article)
    if (!article) return null
    const { answer: text, source, updated } = article
    return { kind: 'article', article: article.id, text, source, updated, confidence: part.confidence }
  }
  if (part.kind === 'note') {
    const slot = flow.slots.find(({ name }) => name === part.slot)
    const shown = slot ? (turn.slots[slot.name]?.shown ?? '') : ''
    return { kind: 'note', note: part.note, flow: flow.name, label: slot?.label ?? '', shown, example: slot?.example ?? '' }
  }
  // A step is of the flow that the turn is about, or of the one that goes on after it.
  const isOwn = part.flow === flow.id
  const of = isOwn ? flow : library.flow(turn.dialogue?.pack ?? turn.pack, part.flow)
  const slots = isOwn ? turn.slots : turn.dialogue?.flow === part.flow ? turn.dialogue.slots : null
  const step = of?.steps.find(({ id }) => id === part.step)
  return of && step && slots ? partOf(of, step, slots, knownIn(of, slots, acts)) : null
}

const knows = (flow: Flow, slots: readonly string[]): boolean => slots.every((name) => flow.slots.some((slot) => slot.name === name))

function partOf(flow: Flow, step: Step, slots: FlowTurn['slots'], known: Place['slots']): Spoken {
  switch (step.kind) {
    case 'branch':
      return null
    case 'act':
      // Said with its own event, where it can be told whether it is under way.
      return 'silent'
    case 'ask': {
      const slot = flow.slots.find(({ name }) => name === step.slot)
      if (!slot) return null
      const options = slot.options?.map(({ label }) => label) ?? []
      const { ask, why = '', example = '', optional = false } = slot
      return { kind: 'ask', text: withSlots(ask, known), why, example, options, optional }
    }
    case 'confirm':
      return { kind: 'confirm', text: withSlots(step.text, known), rows: rowsOf(flow, slots) }
    default:
      return { kind: 'text', text: withSlots(step.text, known) }
  }
}

/** What was told, in the order in which the flow names it, for a summary. */
export function rowsOf(flow: Flow, slots: FlowTurn['slots']): Row[] {
  return flow.slots.flatMap(({ name, label }) => {
    const shown = slots[name]?.shown
    return shown ? [{ name, label, shown: cleanText(shown).replace(/\s+/g, ' ').trim() }] : []
  })
}
