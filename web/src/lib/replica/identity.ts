import { newCustomerId, newSecret } from '$shared/base/new-ids.ts'
import type { Replica } from './db.ts'
import { browserRandom } from './random.ts'
import type { Kept } from './rows.ts'

/** Who is served on this device: made here, so that it exists before any network does. */
export async function identityOf(db: Replica): Promise<Kept['identity']> {
  return db.write(
    ['kept'],
    async (transaction) => {
      const kept = transaction.objectStore('kept')
      const known = (await kept.get('identity'))?.value as Kept['identity'] | undefined
      if (known) return known
      const identity = { id: newCustomerId(browserRandom), secret: newSecret(browserRandom), admitted: false }
      await kept.put({ key: 'identity', value: identity })
      return identity
    },
    'strict',
  )
}
