import { parse, v } from '$shared/base/schema.ts'
import { Policy } from '$shared/desk/policy.ts'
import { applyDelta, Delta, Pack, type PackContent, type PackVersion, packVersion } from '$shared/knowledge/pack.ts'
import { fromHex, Release, SIGNATURE, signedBytes } from '$shared/knowledge/release.ts'
import { LANGUAGES } from '$shared/language/languages.ts'
import { DeskInfo } from '$shared/protocol/http.ts'
import type { Replica, Writing } from '../replica/db.ts'

/** For whom a release is: what it is remembered as, and where its packs are. */
const FOR_ALL = { of: '', path: '/api/packs', audience: undefined } as const
const FOR_STAFF = { of: 'staff-', path: '/api/seat/packs', audience: 'staff' } as const
type Readers = typeof FOR_ALL | typeof FOR_STAFF

const StaffPacks = v.object({ packs: v.array(Release), key: v.string() })

/**
 * Brings the packs that only members of staff are given, into the replica of a seat. A sign-in that has ended takes them
 * from the device; without a network they stay.
 */
export async function fetchStaffPacks(db: Replica): Promise<void> {
  const answer = await fetch(FOR_STAFF.path).catch(() => null)
  if (answer?.status === 401) return dropStaffPacks(db)
  const told = parse(StaffPacks, answer?.ok ? await answer.json().catch(() => null) : null)
  if (told.ok) for (const release of told.value.packs) await follow(db, release, told.value.key, FOR_STAFF)
}

/** Takes what only members of staff are given from a device. */
export async function dropStaffPacks(db: Replica): Promise<void> {
  await db.write(['packs', 'kept', 'outbox', 'heads'], async (transaction) => {
    const kept = transaction.objectStore('kept')
    for (const language of LANGUAGES) {
      await kept.delete(`staff-pack:${language}`)
      await kept.delete(`staff-release:${language}`)
    }
    await forget(transaction, [])
  })
}

/** Asks what the business says of itself, and brings the packs it names. Says nothing when there is no network. */
export async function fetchDesk(db: Replica): Promise<DeskInfo | null> {
  const answer = await getJson('/api/desk')
  const desk = parse(DeskInfo, answer)
  if (!desk.ok) return null
  await db.keep('desk', desk.value)
  if (desk.value.configured) for (const release of desk.value.packs) await follow(db, release, desk.value.key, FOR_ALL)
  return desk.value
}

/** Brings how the desk shares out its work: a seat's tickets are decided by it on this device too. */
export async function fetchPolicy(db: Replica): Promise<void> {
  const policy = parse(Policy, await getJson('/api/policy'))
  if (policy.ok) await db.keep('policy', policy.value)
}

/**
 * Brings the pack of a release and makes it current, in one transaction and only when everything is right: the key is the
 * one that this device has always known, the signature fits, the number is no older one, and the content is what its name
 * says. Whatever is wrong leaves the last good pack.
 */
async function follow(db: Replica, release: Release, key: string, { of, path, audience }: Readers): Promise<void> {
  const { language, version, number } = release
  const held = await db.recall(`${of}release:${language}`)
  const current = await db.recall(`${of}pack:${language}`)
  if (held !== undefined && number <= held && current !== undefined) return
  const trusted = (await db.recall('desk-key')) ?? key
  const isRight = trusted === key && release.audience === audience && (await isSigned(release, key))
  if (!isRight) return db.keep('pack-refused', { at: Date.now(), language, version })
  const known = await db.read(['packs'], (transaction) => transaction.objectStore('packs').get(version))
  // Most of what staff are told is what everybody is told, so that what is lacking is little.
  const content = known ?? (await bring(db, path, version, current ?? (await db.recall(`pack:${language}`))))
  if (!content) return
  await db.write(['packs', 'kept', 'outbox', 'heads'], async (transaction) => {
    const kept = transaction.objectStore('kept')
    // Another tab may have been faster with a newer one.
    const row = await kept.get(`${of}release:${language}`)
    if (typeof row?.value === 'number' && row.value >= number && current !== undefined) return
    await transaction.objectStore('packs').put({ ...content, version })
    for (const row of [
      { key: `${of}pack:${language}`, value: version },
      { key: `${of}release:${language}`, value: number },
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
async function bring(db: Replica, path: string, version: PackVersion, held: PackVersion | undefined): Promise<PackContent | null> {
  const base = held && (await db.read(['packs'], (transaction) => transaction.objectStore('packs').get(held)))
  if (base) {
    const delta = parse(Delta, await getJson(`${path}/${version}/since/${base.version}`))
    const content = delta.ok ? applyDelta(base, delta.value) : null
    if (content && (await versionOf(content)) === version) return content
  }
  const pack = parse(Pack, await getJson(`${path}/${version}`))
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
