import { DurableObject } from 'cloudflare:workers'
import { LIMITS } from '../../shared/base/limits.ts'
import { is } from '../../shared/base/schema.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import type { PieceName, TestQuestion } from '../../shared/knowledge/draft.ts'
import { type Delta, PackContent, type PackVersion } from '../../shared/knowledge/pack.ts'
import type { PlaceholderValues } from '../../shared/knowledge/placeholders.ts'
import type { Release } from '../../shared/knowledge/release.ts'
import { dueCount } from '../../shared/knowledge/reminders.ts'
import type { Watch } from '../../shared/knowledge/watch.ts'
import type { Language } from '../../shared/language/language.ts'
import type {
  KeepDrafts,
  KeptGap,
  KeptProposal,
  PlaceholderState,
  Published,
  ReleaseEntry,
  SeenDrafts,
  SetAside,
  SettleProposal,
  WorkingCopy,
} from '../../shared/protocol/knowledge.ts'
import type { Receipt } from '../../shared/protocol/receipt.ts'
import type { Env } from '../env.ts'
import { Alarm } from '../platform/alarms.ts'
import { Facts } from '../platform/facts.ts'
import { migrate } from '../platform/migrations.ts'
import type { Effect } from '../platform/outbox.ts'
import { durableSql } from '../platform/sql.ts'
import { type Author, Drafts, refused } from './drafts.ts'
import { Gaps } from './gaps.ts'
import { MIGRATIONS } from './migrations.ts'
import { Proposals } from './proposals.ts'
import { biggestIn, Publisher, today } from './publisher.ts'
import { compressed, type Readers, Shelf } from './shelf.ts'
import { Signer } from './signer.ts'
import { type Adopted, type Source, Working } from './working.ts'

/** So many releases are listed; older ones stay. */
const LISTED = 50

/** The knowledge of the desk: what it works on, the packs that were made of it, and the releases that made them current. */
export class KnowledgeObject extends DurableObject<Env> {
  readonly #shelf: Shelf
  readonly #working: Working
  readonly #drafts: Drafts
  readonly #publisher: Publisher
  readonly #facts: Facts
  readonly #gaps: Gaps
  readonly #proposals: Proposals
  readonly #alarm: Alarm
  #last: Promise<unknown> = Promise.resolve()

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    const sql = durableSql(ctx.storage)
    migrate(sql, MIGRATIONS, Date.now())
    const facts = new Facts(sql)
    this.#shelf = new Shelf(sql)
    this.#working = new Working(sql, facts)
    this.#drafts = new Drafts(sql, facts, this.#working)
    this.#publisher = new Publisher({
      shelf: this.#shelf,
      working: this.#working,
      facts,
      signer: new Signer(facts),
      alone: (work) => ctx.blockConcurrencyWhile(work),
    })
    this.#facts = facts
    this.#gaps = new Gaps(sql)
    this.#proposals = new Proposals(sql)
    this.#alarm = new Alarm(ctx.storage)
    this.#takeOver()
  }

  /** A desk that was set up before it could be worked on begins with what it has published. */
  #takeOver(): void {
    for (const { language, version } of [...this.#shelf.unreleased(), ...this.#shelf.current('everyone')]) {
      if (this.#working.languages().includes(language)) continue
      const pack = this.#publisher.pack(version)
      if (pack) this.#working.adopt(language, { ...pack, flows: pack.flows ?? [] })
    }
  }

  /** One after another: what is published must be what was read when it was begun. */
  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const mine = this.#last.then(work)
    this.#last = mine.catch(() => undefined)
    return mine
  }

  /** Takes a template over and publishes it. Done twice, it is done once: the same packs stay current. */
  async adopt({ sources, placeholders, values }: Adopted, by: string): Promise<void> {
    return this.#inTurn(async () => {
      const taken = Object.entries(sources) as [Language, Source][]
      this.#working.declare(placeholders)
      this.#working.setValues(values)
      this.#working.leaveOnly(taken.map(([language]) => language))
      for (const [language, source] of taken) this.#working.adopt(language, source)
      for (const [language] of taken) await this.#publisher.publish(language, by)
    })
  }

  async state(): Promise<PlaceholderState> {
    return this.#working.state()
  }

  /** Fills placeholders anew and publishes what follows from it; an empty value takes one back. */
  async fill(values: PlaceholderValues, by: string): Promise<PlaceholderState> {
    return this.#inTurn(async () => {
      const merged = Object.entries({ ...this.#working.values(), ...values }).filter(([, value]) => value !== '')
      this.#working.setValues(Object.fromEntries(merged))
      for (const language of this.#working.languages())
        if (!this.#facts.get(`returned:${language}`)) await this.#publisher.publish(language, by)
      return this.#working.state()
    })
  }

  async copy(language: Language): Promise<WorkingCopy> {
    return this.#drafts.copy(language)
  }

  /** Keeps changes; null where somebody has written others meanwhile. */
  async keepDrafts(language: Language, drafts: KeepDrafts['drafts'], author: Author): Promise<WorkingCopy | null> {
    return this.#drafts.keep(language, drafts, author, Date.now()) ? this.#drafts.copy(language) : null
  }

  async dropDrafts(language: Language, names: readonly PieceName[]): Promise<WorkingCopy> {
    this.#drafts.drop(language, names)
    return this.#drafts.copy(language)
  }

  async keepWatch(language: Language, watch: Watch): Promise<WorkingCopy> {
    this.#drafts.keepWatch(language, watch)
    return this.#drafts.copy(language)
  }

  /** How many articles are to be looked at on a day (ISO 8601), as they are published. */
  async due(day: string): Promise<number> {
    return this.#working.languages().reduce((sum, language) => sum + dueCount(this.#working.articles(language), day), 0)
  }

  async keepQuestions(language: Language, questions: readonly TestQuestion[]): Promise<WorkingCopy> {
    this.#drafts.keepQuestions(language, questions)
    return this.#drafts.copy(language)
  }

  /** Publishes drafts as they were seen, all that are named or none. */
  async publishDrafts(language: Language, seen: SeenDrafts['drafts'], author: Author): Promise<Published> {
    return this.#inTurn(async () => {
      const ready = this.#drafts.ready(language, seen, author)
      if (!ready.ok) return ready
      const content = this.#working.foresee(language, ready.drafts, () => {
        const forAll = this.#working.content(language, today())
        return forAll && (this.#working.staffContent(forAll, today()) ?? forAll)
      })
      if (!is(PackContent, content)) return refused('nothing-left', ready.drafts)
      const bytes = await compressed(JSON.stringify(content))
      if (bytes > LIMITS.packBytes) return { ...refused('too-large', biggestIn(content)), bytes }
      // Somebody may have written meanwhile: what is taken is what was weighed.
      const still = this.#drafts.ready(language, seen, author)
      if (!still.ok) return still
      this.#drafts.take(language, still.drafts)
      await this.#publisher.publish(language, author.name)
      return { ok: true, copy: this.#drafts.copy(language) }
    })
  }

  /** Publishes a content under its own hash and makes it current in its language. Throws on what is not a pack. */
  async publish(content: { language: Language } & Record<string, unknown>, by = 'system'): Promise<PackVersion> {
    return this.#inTurn(() => this.#publisher.lay(content, by))
  }

  /** Makes the pack of an earlier release current again, under a new number. Null where there is no such release. */
  async rollBack(number: number, by: string): Promise<Release | null> {
    return this.#inTurn(() => this.#publisher.rollBack(number, by))
  }

  /** From the outboxes of conversations, questions that were not answered; from the register's, what settled tickets suggest. */
  async take(actor: Actor, commands: Effect['command'][]): Promise<Receipt[]> {
    const receipts = commands.map((command) =>
      command.type === 'propose-article' ? this.#proposals.take(actor, command) : this.#gaps.take(actor, command, Date.now()),
    )
    this.#alarm.atEarliest([this.#gaps.nextEnd()])
    return receipts
  }

  override async alarm(): Promise<void> {
    this.#alarm.rang()
    this.#gaps.forget(Date.now())
    this.#alarm.atEarliest([this.#gaps.nextEnd()])
  }

  async gaps(language: Language): Promise<KeptGap[]> {
    return this.#gaps.list(language)
  }

  async setAside(language: Language, wish: SetAside): Promise<void> {
    this.#gaps.setAside(language, wish)
  }

  async proposals(language: Language): Promise<KeptProposal[]> {
    return this.#proposals.list(language)
  }

  async settleProposal(language: Language, wish: SettleProposal): Promise<void> {
    this.#proposals.settle(language, wish)
  }

  async releases(): Promise<ReleaseEntry[]> {
    return this.#shelf.releases(LISTED)
  }

  /** What is current in each language, and the key that it is signed with. */
  async current(): Promise<{ packs: Release[]; key: string }> {
    if (this.#shelf.unreleased().length > 0) await this.#inTurn(() => this.#publisher.releaseOlder())
    return this.#publisher.current('everyone')
  }

  /** What is current for members of staff, in each language that has something for them alone, now or before. */
  async currentForStaff(): Promise<{ packs: Release[]; key: string }> {
    await this.#inTurn(() => this.#publisher.releaseForStaff())
    return this.#publisher.current('staff')
  }

  /** A pack as its JSON text; null where there is none for these readers. */
  async read(version: string, readers: Readers = 'everyone'): Promise<string | null> {
    return this.#shelf.read(version, readers)
  }

  async delta(from: string, to: string, readers: Readers = 'everyone'): Promise<Delta | null> {
    return this.#shelf.delta(from, to, readers)
  }
}
