import { newCustomerId, newSecret } from '$shared/base/new-ids.ts'
import type { Kept, Replica } from './db.ts'
import { browserRandom } from './random.ts'

/** Who is served on this device: made here, so that it exists before any network does. */
export async function identityOf(db: Replica): Promise<Kept['identity']> {
  return db.transaction('rw', db.kept, async () => {
    const known = await db.recall('identity')
    if (known) return known
    const identity = { id: newCustomerId(browserRandom), secret: newSecret(browserRandom), admitted: false }
    await db.keep('identity', identity)
    return identity
  })
}
