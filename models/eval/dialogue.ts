import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { INDUSTRIES, type Industry } from '../../shared/desk/settings.ts'
import type { Language } from '../../shared/language/language.ts'
import { LANGUAGES } from '../../shared/language/languages.ts'
import type { Baseline } from '../runtime/baseline.ts'
import { head, type Measured, percent, row } from './report.ts'
import { type Desk, deskOf, Talking } from './talking.ts'
import { type Expected, type Talk, talksIn } from './talks.ts'

const TALKS = join(import.meta.dirname, '../data/talks')

/** Whether a turn did what a talk expects of it. */
function holds({ what, names }: Expected, { bodies, person, slots }: ReturnType<Talking['say']>, desk: Desk): boolean {
  const turn = bodies.find((body) => body.kind === 'turn')?.turn
  const flow = bodies.find((body) => body.kind === 'flow')?.turn
  const notes = (flow?.parts ?? []).flatMap((part) => (part.kind === 'note' ? [part] : []))
  const labelOf = (name: string) => desk.knowledge.flows.flatMap(({ slots }) => slots).filter((slot) => slot.name === name)
  switch (what) {
    case 'flow':
      return flow !== undefined && names.includes(flow.flow)
    case 'ask': {
      const asked = (flow?.parts ?? []).flatMap((part) => (part.kind === 'ask' ? [part.text] : []))
      return names.some((name) => labelOf(name).some(({ ask }) => asked.includes(ask)))
    }
    case 'confirm':
      return (flow?.parts ?? []).some((part) => part.kind === 'confirm')
    case 'slot': {
      return names.some((pair) => {
        const [name = '', value = ''] = pair.split('=')
        return slots[name]?.value === value || slots[name]?.shown === value
      })
    }
    case 'changed':
      return notes.some((part) => part.note === 'changed' && names.some((name) => labelOf(name).some(({ label }) => label === part.label)))
    case 'again':
      return notes.some((part) => part.note === 'not-understood' || /^(too|not)-/.test(part.note))
    case 'article':
      return (
        (turn?.kind === 'answer' && names.includes(turn.article)) ||
        (flow?.parts ?? []).some((part) => part.kind === 'article' && names.includes(part.article))
      )
    case 'choices':
      return turn?.kind === 'choices' && turn.options.some(({ id }) => names.includes(id))
    case 'unknown':
      return turn?.kind === 'unknown'
    case 'small':
      return turn?.kind === 'small-talk'
    case 'person':
      return person
    default:
      return flow?.outcome === what
  }
}

interface Outcome {
  lines: number
  coherent: number
  completed: boolean
  faults: string[]
}

function play(talk: Talk, desk: Desk, baseline: Baseline, language: Language): Outcome {
  const talking = new Talking(desk, baseline, language)
  const faults: string[] = []
  let last = true
  for (const { text, expected } of talk.lines) {
    const turn = talking.say(text)
    const missing = expected.filter((each) => !holds(each, turn, desk))
    last = missing.length === 0
    if (!last)
      faults.push(
        `${talk.file} ${talk.title}: 「${text}」 lacks ${missing.map(({ what, names }) => [what, ...names].join(' ')).join(', ')}; got ${told(turn)}`,
      )
  }
  return { lines: talk.lines.length, coherent: talk.lines.length - faults.length, completed: last, faults }
}

const told = ({ bodies }: ReturnType<Talking['say']>): string =>
  bodies
    .map((body) => {
      if (body.kind === 'flow')
        return `${body.turn.outcome} ${body.turn.parts.map((part) => ('text' in part ? part.text.slice(0, 16) : `(${part.note})`)).join(' / ')}`
      if (body.kind !== 'turn') return body.kind
      return body.turn.kind === 'answer' ? `answer ${body.turn.article}` : body.turn.kind
    })
    .join('; ')

/** Questions that the templates should resolve by themselves: written apart from the phrasings. */
function resolution(
  desk: Desk,
  baseline: Baseline,
  industry: Industry,
  language: Language,
): { of: number; right: number; tap: number; flow: number; wrong: number } | null {
  const path = join(import.meta.dirname, `../../templates/${industry}/questions.${language}.jsonl`)
  if (!existsSync(path)) return null
  const tally = { of: 0, right: 0, tap: 0, flow: 0, wrong: 0 }
  for (const line of readFileSync(path, 'utf8')
    .split('\n')
    .filter((each) => each.trim() !== '')) {
    const { text, id } = JSON.parse(line) as { text: string; id: string | null }
    if (id === null) continue
    tally.of++
    const { bodies } = new Talking(desk, baseline, language).say(text)
    const turn = bodies.find((body) => body.kind === 'turn')?.turn
    const flow = bodies.find((body) => body.kind === 'flow')?.turn
    const wanted = desk.knowledge.index.articles.find((article) => article.id === id)?.intents ?? []
    const begun = desk.knowledge.flows.find((each) => each.id === flow?.flow)
    if (turn?.kind === 'answer' && turn.article === id) tally.right++
    else if (turn?.kind === 'choices' && turn.options.some((option) => option.id === id)) tally.tap++
    else if (begun?.intents.some((intent) => wanted.includes(intent))) tally.flow++
    else if (turn?.kind === 'answer' || flow) tally.wrong++
  }
  return tally
}

/** What talks of a folder came to, a line for each template. */
function played(title: string, folder: string, baseline: Baseline, desks: readonly Known[]): { lines: string[]; faults: string[] } {
  const lines = head(title, 'talks', 'turns', 'coherent turns', 'wholly coherent', 'completed')
  const talks = talksIn(folder)
  const all: Outcome[] = []
  const line = (name: string, outcomes: readonly Outcome[]) => {
    const [turns, coherent] = [sum(outcomes, (each) => each.lines), sum(outcomes, (each) => each.coherent)]
    const whole = outcomes.filter((each) => each.faults.length === 0).length
    const completed = outcomes.filter((each) => each.completed).length
    const share = (count: number) => percent(count / outcomes.length)
    lines.push(row(name, outcomes.length, turns, percent(coherent / turns), share(whole), share(completed)))
  }
  for (const { industry, language, desk } of desks) {
    const own = talks.filter(({ file }) => file === `${industry}.${language}.txt`)
    if (own.length === 0) continue
    const outcomes = own.map((talk) => play(talk, desk, baseline, language))
    line(`${industry} ${language}`, outcomes)
    all.push(...outcomes)
  }
  if (all.length > 0) line('all', all)
  return { lines, faults: all.flatMap(({ faults }) => faults) }
}

const sum = <Item>(items: readonly Item[], of: (item: Item) => number): number => items.reduce((total, item) => total + of(item), 0)

interface Known {
  industry: Industry
  language: Language
  desk: Desk
}

/** Scripted talks and single questions, through the rooms' own rules, with the network off. */
export function measureDialogue(baseline: Baseline): Measured & { faults: string[] } {
  const desks = INDUSTRIES.flatMap((industry) =>
    LANGUAGES.flatMap((language): Known[] => {
      const desk = deskOf(industry, language)
      return desk ? [{ industry, language, desk }] : []
    }),
  )
  const first = played('talks that it was mended with', TALKS, baseline, desks)
  const second = played('talks that nothing was mended with, though their totals were watched', join(TALKS, 'second'), baseline, desks)
  const third = played('talks that nobody had seen', join(TALKS, 'third'), baseline, desks)
  const resolved = head('questions', 'of', 'answered', 'one tap away', 'begun as a flow', 'resolved', 'answered wrongly')
  for (const { industry, language, desk } of desks) {
    const tally = resolution(desk, baseline, industry, language)
    if (!tally) continue
    const share = (count: number) => percent(count / tally.of)
    const all = tally.right + tally.tap + tally.flow
    resolved.push(
      row(`${industry} ${language}`, tally.of, share(tally.right), share(tally.tap), share(tally.flow), share(all), share(tally.wrong)),
    )
  }
  return {
    title: 'Dialogue, scripted talks and single questions on the device',
    lines: [...third.lines, '', ...second.lines, '', ...first.lines, '', ...resolved],
    faults: first.faults,
  }
}
