import { parse } from '$shared/base/schema.ts'
import { Pack, type PackVersion, packVersion } from '$shared/knowledge/pack.ts'
import type { Language } from '$shared/language/language.ts'
import { DeskInfo } from '$shared/protocol/http.ts'
import type { Replica } from '../replica/db.ts'

/** Asks what the business says of itself, and brings the packs it names. Says nothing when there is no network. */
export async function fetchDesk(db: Replica): Promise<DeskInfo | null> {
  const answer = await getJson('/api/desk')
  const desk = parse(DeskInfo, answer)
  if (!desk.ok) return null
  await db.keep('desk', desk.value)
  if (desk.value.configured) for (const { language, version } of desk.value.packs) await fetchPack(db, language, version)
  return desk.value
}

/** Brings a pack, checks that it is what its name says, and only then makes it current: half a pack never counts. */
async function fetchPack(db: Replica, language: Language, version: PackVersion): Promise<void> {
  const current = await db.recall(`pack:${language}`)
  const held = await db.read(['packs'], (transaction) => transaction.objectStore('packs').getKey(version))
  if (current === version && held !== undefined) return
  const pack = parse(Pack, await getJson(`/api/packs/${version}`))
  if (!pack.ok) return
  const { version: _named, ...content } = pack.value
  if ((await packVersion(content, (bytes) => crypto.subtle.digest('SHA-256', bytes))) !== version) return
  await db.write(['packs', 'kept'], async (transaction) => {
    await transaction.objectStore('packs').put(pack.value)
    await transaction.objectStore('kept').put({ key: `pack:${language}`, value: version })
  })
}

async function getJson(path: string): Promise<unknown> {
  try {
    const response = await fetch(path)
    return response.ok ? await response.json() : null
  } catch {
    return null
  }
}
