import type { CommandId } from '$shared/base/ids.ts'
import { type Corrected, withCorrections } from '$shared/understanding/correction.ts'
import { INTENTS, intentOf } from '$shared/understanding/labels.ts'
import { type Overall, overall } from '$shared/understanding/overall.ts'
import type { Reading } from '$shared/understanding/reading.ts'
import { readAll } from '../inference/reader.ts'
import { understanding } from '../inference/understanding.svelte.ts'
import type { SeatConversation } from './conversation.svelte.ts'

/** What was said long ago is another matter. */
const LATELY = 40
/** Below this nobody should take an intent for sure. */
const SURE = 0.5

/** A message that can be corrected: what it says, and how it was read. */
export interface Target {
  message: CommandId
  text: string
  before: string | null
  reading: Reading
}

/** What a conversation is about, as models and the seat itself read it. Make it while a component is set up. */
export class ConversationReading {
  readonly #conversation: SeatConversation
  readonly #said = $derived.by(() =>
    this.#conversation.view.items
      .flatMap((item) => (item.by.kind === 'customer' && item.body.kind === 'text' ? [{ id: item.id, text: item.body.text }] : []))
      .slice(-LATELY),
  )
  /** As models read it, with what was read. */
  #read = $state.raw<{ said: readonly { id: CommandId; text: string }[]; readings: Reading[] } | null>(null)
  #runs = 0

  readonly #overall = $derived.by(() => {
    if (!this.#read) return null
    const { said, readings } = this.#read
    const corrections = new Map(
      said.flatMap(({ id }, at) => (this.#conversation.corrected[id] ? [[at, this.#conversation.corrected[id]]] : [])),
    )
    return overall(
      withCorrections(
        readings,
        said.map(({ text }) => text),
        corrections,
      ),
    )
  })

  constructor(conversation: SeatConversation) {
    this.#conversation = conversation
    $effect(() => {
      const said = this.#said
      void understanding.version
      const run = ++this.#runs
      // The newest words win: what was read of older ones is passed over.
      void readAll(
        said.map(({ text }) => text),
        understanding,
        (readings) => {
          if (run === this.#runs) this.#read = readings && { said, readings }
        },
      )
    })
  }

  /** What the models and the seat make of it; null where nothing was said or can be read. */
  get overall(): Overall | null {
    return this.#overall
  }

  /** This seat has said something of the message that told the matter, or of one after it. */
  get isCorrected(): boolean {
    const { corrected } = this.#conversation
    return (this.#read?.said ?? []).slice(this.#overall?.at ?? 0).some(({ id }) => corrected[id])
  }

  get isSure(): boolean {
    return (this.#overall?.score ?? 0) >= SURE
  }

  /** Others that it may well be, for one tap. */
  get others(): string[] {
    const { candidates = [], intent = null } = this.#overall ?? {}
    return candidates
      .map((candidate) => candidate.intent)
      .filter((id) => id !== intent)
      .slice(0, 2)
  }

  /** The message that told the matter. */
  get matter(): Target | null {
    return this.#target(this.#overall?.at ?? -1)
  }

  /** The last message, whose mood counts. */
  get last(): Target | null {
    return this.#target((this.#read?.said.length ?? 0) - 1)
  }

  /** A message means this, or was said in this mood. */
  correct({ message, text, before, reading }: Target, said: Corrected): Promise<void> {
    const { anger, score } = reading
    const read = { intent: reading.intent, score, mood: reading.mood, anger }
    return this.#conversation.correct({ message, text, before, read, intent: said.intent ?? null, mood: said.mood ?? null })
  }

  #target(at: number): Target | null {
    const [message, reading] = [this.#read?.said[at], this.#read?.readings[at]]
    return message && reading ? { message: message.id, text: message.text, before: this.#read?.said[at - 1]?.text ?? null, reading } : null
  }
}

/** An intent as it is offered: of the vocabulary, or of the desk's own. */
export interface Named {
  id: string
  name: string
  means: string
}

/** Intents whose name or meaning has these words; the desk's own come first. */
export function findIntents(words: string, language: 'zh' | 'en'): Named[] {
  const wanted = words.trim().toLowerCase()
  const all: Named[] = [
    ...understanding.own.map(({ id, name }) => ({ id, name, means: '' })),
    ...INTENTS.map((intent) => ({ id: intent.id, name: intent[language], means: intent.means[language] })),
  ]
  return all.filter(({ id, name, means }) => `${name} ${means} ${id}`.toLowerCase().includes(wanted))
}

export const nameOf = (id: string, language: 'zh' | 'en'): string =>
  intentOf(id)?.[language] ?? understanding.own.find((own) => own.id === id)?.name ?? id
