import { matterOf } from '../../shared/understanding/asking.ts'
import type { Industry } from '../../shared/understanding/label.ts'
import { type Anger, intentOf, isMatter, isOwn, MOODS, type Mood, OUT_OF_SCOPE } from '../../shared/understanding/labels.ts'
import { ASKS_FOR_A_PERSON, type Overall } from '../../shared/understanding/overall.ts'
import { urgencyOf } from '../../shared/understanding/reading.ts'
import type { Shares } from './shares.ts'

/** What was said long ago is another matter, and what was said a while ago no longer tells how angry somebody is. */
const RECENT = 12
const LATELY = 3
/** How much less a message counts than the one after it, and how much all of them read as one text count. */
const FADING = 1.6
const WHOLE = 2
/**
 * No matter is named that nothing said makes likelier than this. Chosen on the validation families: most that are out of scope
 * stay without a name, and hardly any of the others.
 */
const LEAST = 0.25
/** From this probability somebody counts as openly angry: in doubt they are not. */
const ANGRY = 0.6
const CANDIDATES = 3

/** What reads a text. */
export interface TextReader {
  shares(text: string, before: string | null): Shares
  /** Whether somebody says that it cannot wait. */
  presses(text: string): boolean
}

/**
 * Reads all that a customer said as one matter: what each message says, the later ones more, together with the whole of it
 * as one text, among what a customer of that industry can want. A person is asked for about something: where that was
 * told, it is the matter. Null where nothing was said. Oldest text first.
 */
export function readTalk(texts: readonly string[], industry: Industry, reader: TextReader): Overall | null {
  if (texts.length === 0) return null
  const from = Math.max(0, texts.length - RECENT)
  const recent = texts.slice(from).map(besideAsking)
  const each = recent.map((text, at) => reader.shares(text, recent[at - 1] ?? null))
  const latest = recent.slice(-LATELY).join('\n')
  const lately = reader.shares(latest, null)
  const whole = recent.length === 1 ? each[0] : recent.length <= LATELY ? lately : reader.shares(recent.join('\n'), null)
  const opinions = each.map((shares, at) => ({
    shares: tells(recent[at] ?? '') ? sharesWithin(shares, industry) : NOTHING,
    counts: FADING ** (at - each.length + 1),
  }))
  if (whole && recent.some(tells)) opinions.push({ shares: sharesWithin(whole, industry), counts: WHOLE })

  const pooled = new Map<string, number>()
  for (const { shares, counts } of opinions)
    for (const [id, share] of shares) if (isMatter(id)) pooled.set(id, (pooled.get(id) ?? 0) + counts * share)
  const surest = (id: string) => Math.max(...opinions.map(({ shares }) => shares.get(id) ?? 0))
  const ranked = [...pooled].toSorted(([, one], [, other]) => other - one).map(([intent]) => ({ intent, score: surest(intent) }))
  const named = ranked.filter(({ score }) => score >= LEAST)
  const matter = named.find(({ intent }) => intent !== ASKS_FOR_A_PERSON) ?? named[0]

  const shareAt = (at: number) => opinions[at]?.shares.get(matter?.intent ?? '') ?? 0
  const told = matter ? each.reduce((best, _, at) => (shareAt(at) >= shareAt(best) ? at : best), 0) : each.length - 1
  const { mood, anger } = moodOf(lately)
  return {
    at: from + told,
    intent: matter?.intent ?? null,
    score: matter?.score ?? 0,
    candidates: ranked.slice(0, CANDIDATES),
    mood,
    anger,
    urgency: urgencyOf(matter?.intent ?? OUT_OF_SCOPE, anger, latest, reader.presses(latest)),
  }
}

const NOTHING: ReadonlyMap<string, number> = new Map()
/** A number or a nod says nothing of the matter by itself. */
const tells = (text: string): boolean => /\p{L}.*\p{L}/su.test(text)

/** What somebody says beside the wish for a person, or that wish where it is all. */
const besideAsking = (text: string): string => matterOf(text) || text

/** Probabilities of what a customer of an industry can want, what a desk added and what is none of it. */
function sharesWithin({ intents, intent }: Shares, industry: Industry): Map<string, number> {
  const possible = intents.flatMap((id, at): [string, number][] => {
    const of = intentOf(id)?.industry
    return id === OUT_OF_SCOPE || isOwn(id) || of === 'common' || of === industry ? [[id, intent[at] ?? 0]] : []
  })
  const sum = possible.reduce((total, [, share]) => total + share, 0)
  return new Map(possible.map(([id, share]) => [id, sum > 0 ? share / sum : 0]))
}

/** Open anger is said where it is likely, whichever mood is the likeliest. */
function moodOf(shares: Shares): { mood: Mood; anger: Anger } {
  const [, displeased = 0, angry = 0, furious = 0] = shares.anger
  const [negative = 0] = shares.mood
  const mood = MOODS[shares.mood.indexOf(Math.max(...shares.mood))] ?? 'neutral'
  if (negative * (angry + furious) >= ANGRY) return { mood: 'negative', anger: furious > angry ? 3 : 2 }
  return { mood, anger: mood === 'negative' && displeased > (shares.anger[0] ?? 0) ? 1 : 0 }
}
