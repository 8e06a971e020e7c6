import { parse } from '$shared/base/schema.ts'
import { applyDelta, Delta, Pack, type PackContent, type PackVersion, packVersion } from '$shared/knowledge/pack.ts'
import { fromHex, type Release, SIGNATURE, signedBytes } from '$shared/knowledge/release.ts'
import { DeskInfo } from '$shared/protocol/http.ts'
import type { Replica, Writing } from '../replica/db.ts'

/** Asks what the business says of itself, and brings the packs it names. Says nothing when there is no network. */
export async function fetchDesk(db: Replica): Promise<DeskInfo | null> {
  const answer = await getJson('/api/desk')
  const desk = parse(DeskInfo, answer)
  if (!desk.ok) return null
  await db.keep('desk', desk.value)
  if (desk.value.configured) for (const release of desk.value.packs) await follow(db, release, desk.value.key)
  return desk.value
}

/**
 * Brings the pack of a release and makes it current, in one transaction and only when everything is right: the key is the
 * one that this device has always known, the signature fits, the number is no older one, and the content is what its name
 * says. Whatever is wrong leaves the last good pack.
 */
async function follow(db: Replica, release: Release, key: string): Promise<void> {
  const { language, version, number } = release
  const held = await db.recall(`release:${language}`)
  const current = await db.recall(`pack:${language}`)
  if (held !== undefined && number <= held && current !== undefined) return
  const trusted = (await db.recall('desk-key')) ?? key
  if (trusted !== key || !(await isSigned(release, key))) return db.keep('pack-refused', { at: Date.now(), language, version })
  const known = await db.read(['packs'], (transaction) => transaction.objectStore('packs').get(version))
  const content = known ?? (await bring(db, version, current))
  if (!content) return
  await db.write(['packs', 'kept', 'outbox', 'heads'], async (transaction) => {
    const kept = transaction.objectStore('kept')
    // Another tab may have been faster with a newer one.
    const row = await kept.get(`release:${language}`)
    if (typeof row?.value === 'number' && row.value >= number && current !== undefined) return
    await transaction.objectStore('packs').put({ ...content, version })
    for (const row of [
      { key: `pack:${language}`, value: version },
      { key: `release:${language}`, value: number },
      { key: 'desk-key', value: key },
      { key: 'pack-refused', value: null },
    ] as const)
      await kept.put(row)
    await forget(transaction, [version, current])
  })
}

/** Lets packs go that nothing names any more: neither a language, nor what waits to be sent, nor a flow that is under way. */
async function forget(transaction: Writing, keep: readonly (PackVersion | undefined)[]): Promise<void> {
  const stores = ['kept', 'outbox', 'heads'] as const
  const named = JSON.stringify(await Promise.all(stores.map((store) => transaction.objectStore(store).getAll())))
  for (const version of await transaction.objectStore('packs').getAllKeys())
    if (!keep.includes(version) && !named.includes(version)) await transaction.objectStore('packs').delete(version)
}

/** Fetches what is lacking of a pack, or all of it where a part does not do; null where that fails. */
async function bring(db: Replica, version: PackVersion, held: PackVersion | undefined): Promise<PackContent | null> {
  const base = held && (await db.read(['packs'], (transaction) => transaction.objectStore('packs').get(held)))
  if (base) {
    const delta = parse(Delta, await getJson(`/api/packs/${version}/since/${base.version}`))
    const content = delta.ok ? applyDelta(base, delta.value) : null
    if (content && (await versionOf(content)) === version) return content
  }
  const pack = parse(Pack, await getJson(`/api/packs/${version}`))
  if (!pack.ok) return null
  const { version: _named, ...content } = pack.value
  return (await versionOf(content)) === version ? content : null
}

const versionOf = (content: PackContent): Promise<PackVersion> => packVersion(content, (bytes) => crypto.subtle.digest('SHA-256', bytes))

async function isSigned(release: Release, key: string): Promise<boolean> {
  try {
    const publicKey = await crypto.subtle.importKey('raw', fromHex(key), SIGNATURE, false, ['verify'])
    return await crypto.subtle.verify(SIGNATURE, publicKey, fromHex(release.signature), signedBytes(release))
  } catch {
    return false
  }
}

async function getJson(path: string): Promise<unknown> {
  try {
    const response = await fetch(path)
    return response.ok ? await response.json() : null
  } catch {
    return null
  }
}
