import { NoticeChoices } from '../push/choices.svelte.ts'
import { clearDevice } from '../push/clearing.ts'
import { endAll } from './connecting.ts'
import { customer } from './customer.svelte.ts'

/** The choices of the customer of this page, or null while their replica is not open. */
export const customerNotices = (): NoticeChoices | null => customer.replica && new NoticeChoices(customer.replica, 'customer')

/** Takes everything of the customer from this device; false where there is no network to do it at both ends. */
export async function clearCustomer(): Promise<boolean> {
  return customer.replica !== null && (await clearDevice(customer.replica, endAll))
}
