import { DurableObject } from 'cloudflare:workers'
import type { TestQuestion } from '../../shared/knowledge/draft.ts'
import type { Delta, PackVersion } from '../../shared/knowledge/pack.ts'
import type { PlaceholderValues } from '../../shared/knowledge/placeholders.ts'
import type { Release } from '../../shared/knowledge/release.ts'
import type { Language } from '../../shared/language/language.ts'
import type { KeepDrafts, PlaceholderState, Published, ReleaseEntry, WorkingCopy } from '../../shared/protocol/knowledge.ts'
import type { Env } from '../env.ts'
import { migrate } from '../platform/migrations.ts'
import { durableSql } from '../platform/sql.ts'
import { type Author, Drafts } from './drafts.ts'
import { Facts } from './facts.ts'
import { MIGRATIONS } from './migrations.ts'
import { Shelf } from './shelf.ts'
import { Signer } from './signer.ts'
import { type Adopted, type Source, Working } from './working.ts'

/** So many releases are listed; older ones stay. */
const LISTED = 50

/** The knowledge of the desk: what it works on, the packs that were made of it, and the releases that made them current. */
export class KnowledgeObject extends DurableObject<Env> {
  readonly #shelf: Shelf
  readonly #working: Working
  readonly #drafts: Drafts
  readonly #signer: Signer

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    const sql = durableSql(ctx.storage)
    migrate(sql, MIGRATIONS, Date.now())
    const facts = new Facts(sql)
    this.#shelf = new Shelf(sql)
    this.#working = new Working(sql, facts)
    this.#drafts = new Drafts(sql, facts, this.#working)
    this.#signer = new Signer(facts)
  }

  /** Takes a template over and publishes it. Done twice, it is done once: the same packs stay current. */
  async adopt({ sources, placeholders, values }: Adopted, by: string): Promise<void> {
    this.#working.declare(placeholders)
    this.#working.setValues(values)
    for (const [language, source] of Object.entries(sources) as [Language, Source][]) this.#working.adopt(language, source)
    await this.#publishAll(by)
  }

  async state(): Promise<PlaceholderState> {
    return this.#working.state()
  }

  /** Fills the placeholders anew and publishes what follows from it. */
  async fill(values: PlaceholderValues, by: string): Promise<PlaceholderState> {
    this.#working.setValues(values)
    await this.#publishAll(by)
    return this.#working.state()
  }

  async copy(language: Language): Promise<WorkingCopy> {
    return this.#drafts.copy(language)
  }

  async keepDrafts(language: Language, drafts: KeepDrafts['drafts'], author: Author): Promise<WorkingCopy> {
    this.#drafts.keep(language, drafts, author, Date.now())
    return this.#drafts.copy(language)
  }

  async dropDrafts(language: Language, ids: readonly string[]): Promise<WorkingCopy> {
    this.#drafts.drop(language, ids)
    return this.#drafts.copy(language)
  }

  async keepQuestions(language: Language, questions: readonly TestQuestion[]): Promise<WorkingCopy> {
    this.#drafts.keepQuestions(language, questions)
    return this.#drafts.copy(language)
  }

  /** Publishes drafts, all that are named or none. */
  async publishDrafts(language: Language, ids: readonly string[], author: Author): Promise<Published> {
    const taken = this.#drafts.take(language, ids, author)
    if (!taken.ok) return taken
    await this.#publishAll(author.name)
    return { ok: true, copy: this.#drafts.copy(language) }
  }

  /** Publishes a content under its own hash and makes it current in its language. Throws on what is not a pack. */
  async publish(content: { language: Language } & Record<string, unknown>, by = 'system'): Promise<PackVersion> {
    const version = await this.#shelf.lay(content, Date.now())
    const current = this.#shelf.current().find(({ language }) => language === content.language)
    if (current?.version !== version) await this.#release(content.language, version, by)
    return version
  }

  /** Makes the pack of an earlier release current again, under a new number. Null where there is no such release. */
  async rollBack(number: number, by: string): Promise<Release | null> {
    const earlier = this.#shelf.versionOf(number)
    return earlier && this.#release(earlier.language, earlier.version, by)
  }

  async releases(): Promise<ReleaseEntry[]> {
    return this.#shelf.releases(LISTED)
  }

  /** What is current in each language, and the key that it is signed with. */
  async current(): Promise<{ packs: Release[]; key: string }> {
    for (const { language, version } of this.#shelf.unreleased()) await this.#release(language, version, 'system')
    return { packs: this.#shelf.current(), key: await this.#signer.publicKey() }
  }

  /** A pack as its JSON text, or null. */
  async read(version: string): Promise<string | null> {
    return this.#shelf.read(version)
  }

  async delta(from: string, to: string): Promise<Delta | null> {
    return this.#shelf.delta(from, to)
  }

  async #publishAll(by: string): Promise<void> {
    const day = new Date().toISOString().slice(0, 10)
    for (const language of this.#working.languages()) {
      const content = this.#working.content(language, day)
      if (content) await this.publish(content, by)
    }
  }

  /** Numbers are taken and written without a pause between, so that two releases never share one. */
  async #release(language: Language, version: PackVersion, by: string): Promise<Release> {
    return this.ctx.blockConcurrencyWhile(async () => {
      const release = await this.#signer.sign({ language, version, number: this.#shelf.nextNumber(), at: Date.now() })
      this.#shelf.release(release, by)
      return release
    })
  }
}
