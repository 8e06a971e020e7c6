import type { PieceName } from '../../shared/knowledge/draft.ts'
import type { Pack, PackContent, PackVersion } from '../../shared/knowledge/pack.ts'
import type { Release } from '../../shared/knowledge/release.ts'
import type { Language } from '../../shared/language/language.ts'
import type { Facts } from '../platform/facts.ts'
import type { Readers, Shelf } from './shelf.ts'
import type { Signer } from './signer.ts'
import type { Working } from './working.ts'

/** Yesterday by UTC is still today somewhere: what ends is dropped a day late, and devices look at their own day. */
export const today = (): string => new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)

/** What publishing is done with. `alone` lets nothing else happen in the object while its work runs. */
interface Means {
  shelf: Shelf
  working: Working
  facts: Facts
  signer: Signer
  alone: <Value>(work: () => Promise<Value>) => Promise<Value>
}

/** Makes packs of what is worked on, and releases that make them current: for everybody, and for members of staff. */
export class Publisher {
  readonly #with: Means
  /** Packs that were looked at for what staff alone may read: what is laid after it looks by itself. */
  readonly #seen = new Set<PackVersion>()

  constructor(means: Means) {
    this.#with = means
  }

  /** Publishes what is worked on in a language, where there is anything. */
  async publish(language: Language, by: string): Promise<void> {
    const content = this.#with.working.content(language, today())
    if (content) await this.lay(content, by)
    this.#with.facts.set(`returned:${language}`, false)
  }

  /** Lays a content down under its own hash and makes it current in its language. Throws on what is not a pack. */
  async lay(content: { language: Language } & Record<string, unknown>, by: string): Promise<PackVersion> {
    const { shelf } = this.#with
    const version = await shelf.lay(content, Date.now())
    const current = shelf.current('everyone').find(({ language }) => language === content.language)
    if (current?.version !== version) await this.#release(content.language, version, 'everyone', by)
    const pack = this.pack(version)
    if (pack) await this.#layForStaff(pack, by)
    return version
  }

  /** Makes the pack of an earlier release current again, under a new number. Null where there is no such release. */
  async rollBack(number: number, by: string): Promise<Release | null> {
    const earlier = this.#with.shelf.versionOf(number)
    if (!earlier) return null
    this.#with.facts.set(`returned:${earlier.language}`, true)
    const release = await this.#release(earlier.language, earlier.version, 'everyone', by)
    const pack = this.pack(earlier.version)
    if (pack) await this.#layForStaff(pack, by)
    return release
  }

  /** Releases what an earlier version of this code published without a number. */
  async releaseOlder(): Promise<void> {
    for (const { language, version } of this.#with.shelf.unreleased()) await this.#release(language, version, 'everyone', 'system')
  }

  /** Packs for staff on a desk that had such pieces before there were packs of them. */
  async releaseForStaff(): Promise<void> {
    const { shelf } = this.#with
    const known = shelf.current('staff').map(({ language }) => language)
    for (const { language, version } of shelf.current('everyone')) {
      const pack = known.includes(language) || this.#seen.has(version) ? null : this.pack(version)
      if (pack) await this.#layForStaff(pack, 'system')
      this.#seen.add(version)
    }
  }

  /** What is current for some readers, in the languages that are worked on, and the key that it is signed with. */
  async current(readers: Readers): Promise<{ packs: Release[]; key: string }> {
    const { shelf, signer, working } = this.#with
    const spoken = working.languages()
    const packs = shelf.current(readers).filter(({ language }) => spoken.length === 0 || spoken.includes(language))
    return { packs, key: await signer.publicKey() }
  }

  pack(version: string): Pack | null {
    return JSON.parse(this.#with.shelf.read(version, 'staff') ?? 'null') as Pack | null
  }

  /** What everybody is told with what staff alone may read. Once there was such a pack, staff follow it also when nothing is left. */
  async #layForStaff({ version: _version, ...content }: Pack, by: string): Promise<void> {
    const { shelf, working } = this.#with
    const current = shelf.current('staff').find(({ language }) => language === content.language)
    const own = working.staffContent(content, today())
    if (!own && !current) return
    const version = await shelf.lay(own ?? content, Date.now(), 'staff')
    if (current?.version !== version) await this.#release(content.language, version, 'staff', by)
  }

  /** Numbers are taken and written without a pause between, so that two releases never share one. */
  async #release(language: Language, version: PackVersion, readers: Readers, by: string): Promise<Release> {
    const { alone, shelf, signer } = this.#with
    return alone(async () => {
      const audience = readers === 'staff' ? ({ audience: 'staff' } as const) : {}
      const release = await signer.sign({ language, version, number: shelf.nextNumber(), at: Date.now(), ...audience })
      shelf.release(release, by)
      return release
    })
  }
}

/** So many of the biggest pieces are told where a pack is too large. */
const TOLD_BIGGEST = 5

export function biggestIn({ articles, documents = [], tables = [] }: PackContent): PieceName[] {
  const sized = (kind: PieceName['kind'], pieces: readonly { id: string }[]) =>
    pieces.map((piece) => ({ kind, id: piece.id, size: JSON.stringify(piece).length }))
  return [...sized('article', articles), ...sized('document', documents), ...sized('table', tables)]
    .sort((one, other) => other.size - one.size)
    .slice(0, TOLD_BIGGEST)
}
