import type { Article } from '$shared/knowledge/article.ts'
import type { Document } from '$shared/knowledge/document.ts'
import type { Flow } from '$shared/knowledge/flow.ts'
import type { Library, Pack, PackVersion } from '$shared/knowledge/pack.ts'
import type { Table } from '$shared/knowledge/table.ts'
import { isValidOn } from '$shared/knowledge/validity.ts'
import type { Language } from '$shared/language/language.ts'
import { LANGUAGES } from '$shared/language/languages.ts'
import type { Replica } from '../replica/db.ts'

export interface ShelvedPack {
  version: PackVersion
  language: Language
  /** What is true today. */
  articles: readonly Article[]
  documents: readonly Document[]
  tables: readonly Table[]
  /** Everything to answer with that is true today: articles, passages of documents, rows of tables. */
  units: readonly Article[]
  /** Finds any of it, also what is no longer true: what was said under this pack stays said. */
  find: (id: string) => Article | undefined
  flows: readonly Flow[]
  /** The day on which `articles` are true: those of another day are put together anew. */
  day: string
}

/** The packs of this device, opened once and kept for as long as the page lives. */
const shelved = new Map<PackVersion, ShelvedPack>()

/** Words by name, for folding what is pending: only packs that were opened on this page. */
export const library: Library = {
  article: (version, id) => shelved.get(version)?.find(id),
  flow: (version, id) => shelved.get(version)?.flows.find((flow) => flow.id === id),
}

/** The day where this device is, ISO 8601. */
const today = (): string => new Intl.DateTimeFormat('sv-SE').format(Date.now())

/** What a pack answers with. Most have articles alone, and do not need what takes documents and tables apart. */
async function unitsOf(pack: Pack): Promise<Pick<ShelvedPack, 'units' | 'find'>> {
  if (!pack.documents?.length && !pack.tables?.length) {
    const byId = new Map(pack.articles.map((article) => [article.id, article]))
    return { units: pack.articles, find: (id) => byId.get(id) }
  }
  const { expand, finderOf } = await import('$shared/knowledge/expand.ts')
  const units = expand(pack)
  return { units, find: finderOf(units) }
}

async function shelve(pack: Pack): Promise<ShelvedPack> {
  const known = shelved.get(pack.version)
  const day = today()
  if (known?.day === day) return known
  const { units, find } = await unitsOf(pack)
  // Whoever was faster opened the one that everybody has.
  const meanwhile = shelved.get(pack.version)
  if (meanwhile?.day === day) return meanwhile
  const made = {
    day,
    version: pack.version,
    language: pack.language,
    articles: pack.articles.filter((article) => isValidOn(article, day)),
    documents: (pack.documents ?? []).filter((document) => isValidOn(document, day)),
    tables: (pack.tables ?? []).filter((table) => isValidOn(table, day)),
    units: units.filter((unit) => isValidOn(unit, day)),
    find,
    flows: pack.flows ?? [],
  }
  shelved.set(pack.version, made)
  return made
}

/** The current pack in a language, or in any other that there is: a Chinese answer beats none. */
export async function openPack(db: Replica, language: Language): Promise<ShelvedPack | null> {
  return openFirst(db, [`pack:${language}`, ...LANGUAGES.filter((other) => other !== language).map((other) => `pack:${other}` as const)])
}

/** The first pack that is here, of those that are remembered under some names. */
async function openFirst(db: Replica, names: readonly `${'' | 'staff-'}pack:${Language}`[]): Promise<ShelvedPack | null> {
  for (const name of names) {
    const version = await db.recall(name)
    const known = version && shelved.get(version)
    if (known?.day === today()) return known
    const pack = version && (await db.read(['packs'], (transaction) => transaction.objectStore('packs').get(version)))
    if (pack) return shelve(pack)
  }
  return null
}

/** Opens every pack of the device, so that pending answers of an earlier visit find their words. */
export async function openAll(db: Replica): Promise<void> {
  for (const pack of await db.read(['packs'], (transaction) => transaction.objectStore('packs').getAll())) await shelve(pack)
}

/**
 * Opens the packs that some commands name. Call before what is pending is folded: an answer whose pack is not open is not
 * drawn, and nothing would fold it again.
 */
export async function openNamed(db: Replica, commands: readonly unknown[]): Promise<void> {
  if (commands.length === 0) return
  const named = JSON.stringify(commands)
  const found = await db.read(['packs'], async (transaction) => {
    const packs = transaction.objectStore('packs')
    const wanted = (await packs.getAllKeys()).filter((version) => !shelved.has(version) && named.includes(version))
    return Promise.all(wanted.map((version) => packs.get(version)))
  })
  for (const pack of found) if (pack) await shelve(pack)
}

/** What a member of staff may read in a language, or in any other: the pack for staff, or the one for everybody where there is none. */
export async function openStaffPack(db: Replica, language: Language): Promise<ShelvedPack | null> {
  return openFirst(
    db,
    [language, ...LANGUAGES.filter((other) => other !== language)].flatMap((each) => [`staff-pack:${each}`, `pack:${each}`] as const),
  )
}

/** Forgets what this page has opened: whoever signs in next begins with their own. */
export function clearShelf(): void {
  shelved.clear()
}
