import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { Article } from '$shared/knowledge/article.ts'

/** Vectors of wordings that this device has made, by the encoder and the wording: they hold the business's words alone. */
interface Schema extends DBSchema {
  wordings: { key: string; value: Float32Array }
}

type Embed = (texts: readonly string[]) => Promise<Float32Array[] | null>

/** So many wordings are made at a time: a question in between waits for no more than a few. */
const PORTION = 8
/** Vectors of wordings that are in no pack any more are let go from so many on. */
const MOST_STALE = 2000

let opened: Promise<IDBPDatabase<Schema>> | null = null
const database = (): Promise<IDBPDatabase<Schema>> => {
  opened ??= openDB<Schema>('vectors', 1, { upgrade: (db) => void db.createObjectStore('wordings') })
  return opened
}

const wordingsOf = (articles: readonly Article[]): string[] => [
  ...new Set(articles.flatMap(({ question, phrasings }) => [question, ...phrasings])),
]

/**
 * The vectors of all wordings of articles: those that are kept, and the others made little by little and kept. Tells how
 * far it is. Null where the encoder went away; what was made until then is kept, and need not be made again.
 */
export async function vectorsOf(
  encoder: string,
  articles: readonly Article[],
  embed: Embed,
  tell: (share: number) => void,
): Promise<ReadonlyMap<string, Float32Array> | null> {
  const keyOf = (wording: string) => `${encoder} ${wording}`
  const wordings = wordingsOf(articles)
  const kept = await recall()
  const vectors = new Map(wordings.flatMap((wording) => takenFrom(kept, keyOf(wording), wording)))
  const missing = wordings.filter((wording) => !vectors.has(wording))
  for (let at = 0; at < missing.length; at += PORTION) {
    tell((wordings.length - missing.length + at) / wordings.length)
    const portion = missing.slice(at, at + PORTION)
    const made = await embed(portion)
    if (!made) return null
    const rows = portion.map((wording, place) => [wording, made[place] as Float32Array] as const)
    for (const [wording, vector] of rows) vectors.set(wording, vector)
    await keep(rows.map(([wording, vector]) => [keyOf(wording), vector]))
  }
  tell(1)
  const wanted = new Set(wordings.map(keyOf))
  const stale = [...kept.keys()].filter((key) => !wanted.has(key))
  if (stale.length > MOST_STALE) await letGo(stale)
  return vectors
}

const takenFrom = (kept: ReadonlyMap<string, Float32Array>, key: string, wording: string): [string, Float32Array][] => {
  const vector = kept.get(key)
  return vector ? [[wording, vector]] : []
}

/** A device without space makes them again the next time. */
async function recall(): Promise<Map<string, Float32Array>> {
  try {
    const { store, done } = (await database()).transaction('wordings')
    const [keys, values] = await Promise.all([store.getAllKeys(), store.getAll()])
    await done
    return new Map(keys.map((key, at) => [key, values[at] as Float32Array]))
  } catch {
    return new Map()
  }
}

async function keep(rows: readonly (readonly [string, Float32Array])[]): Promise<void> {
  try {
    const { store, done } = (await database()).transaction('wordings', 'readwrite')
    for (const [key, vector] of rows) void store.put(vector, key)
    await done
  } catch {
    opened = null
  }
}

async function letGo(keys: readonly string[]): Promise<void> {
  try {
    const { store, done } = (await database()).transaction('wordings', 'readwrite')
    for (const key of keys) void store.delete(key)
    await done
  } catch {
    opened = null
  }
}
