import { type Random, uniform } from '../../shared/base/random.ts'

/** What dies: the process that draws the page, or the whole browser with everything in it. */
export type Crash = 'page' | 'browser'

/** What a customer writes until the next crash. Times are in milliseconds. */
export interface Round {
  /** The last one meets the crash; those before it are sent shortly before. */
  texts: string[]
  /** Whether Enter is pressed, or the words are left in the composer. */
  sent: boolean
  /** Key by key, or at once as an input method does. */
  byKeys: boolean
  offline: boolean
  /** From the last key to Enter. */
  pause: number
  crash: Crash
  /** From Enter, or from the last key where nothing is sent, to the crash. */
  delay: number
}

export interface Counts {
  /** Messages, by the crash that they meet. */
  sent: Record<Crash, number>
  drafts: Record<Crash, number>
}

/** A browser takes long to start: its death is met by this many messages, sent one right after the other. */
const TOGETHER: Record<Crash, number> = { page: 1, browser: 4 }
/** Even a fast typist needs this long from one key to the next. */
const PAUSE = [80, 160] as const
const AFTER_ENTER = [0, 120] as const
/** A page has handed over every key that it was given; what the browser has it writes within moments. */
const AFTER_TYPING: Record<Crash, readonly [number, number]> = { page: [0, 60], browser: [150, 400] }
/** Some of them are in the packs and are answered on the device, which is one more write for a crash to meet. */
const WORDS = [
  '怎么退货',
  '我的货到哪了',
  '红色的那件',
  'invoice',
  'ASAP',
  '⛵️',
  '🧵🪡',
  '能不能便宜点',
  '１２３',
  'naïve',
  '"<b>"',
  '好的',
]

/** The rounds of one customer in an order of their own: the same seed gives the same rounds. */
export function plan(random: Random, who: string, { sent, drafts }: Counts): Round[] {
  const between = ([least, most]: readonly [number, number]) => least + Math.floor(uniform(random) * (most - least + 1))
  const words = () => Array.from({ length: between([1, 2]) }, () => WORDS[between([0, WORDS.length - 1])]).join(' ')
  const kinds = (['page', 'browser'] as const).flatMap((crash) => [
    ...groups(sent[crash], TOGETHER[crash]).map((size) => ({ crash, size, sent: true })),
    ...groups(drafts[crash], 1).map((size) => ({ crash, size, sent: false })),
  ])
  return shuffled(random, kinds).map(({ crash, size, sent }, index) => ({
    texts: Array.from({ length: size }, (_, place) => `${who}${index + 1}.${place + 1} ${words()}`),
    sent,
    byKeys: uniform(random) < 0.5,
    offline: uniform(random) < 0.5,
    pause: between(PAUSE),
    crash,
    delay: between(sent ? AFTER_ENTER : AFTER_TYPING[crash]),
  }))
}

/** Sizes of at most `most` that make up `all`. */
const groups = (all: number, most: number): number[] =>
  Array.from({ length: Math.ceil(all / most) }, (_, index) => Math.min(most, all - index * most))

function shuffled<Value>(random: Random, values: readonly Value[]): Value[] {
  const keyed = values.map((value) => ({ value, key: uniform(random) }))
  return keyed.sort((one, other) => one.key - other.key).map(({ value }) => value)
}
