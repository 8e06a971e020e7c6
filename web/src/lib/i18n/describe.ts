import type { RefusalCode } from '$shared/base/refusal.ts'
import type { RatingTag } from '$shared/conversation/commands.ts'
import type { HttpError } from '$shared/protocol/http.ts'
import type { SeatStatus } from '$shared/queue/commands.ts'
import type { Progress } from '$shared/sync/replica.ts'
import type { Key } from './i18n.svelte.ts'

/** Codes to keys. A code without words fails to type-check here. */
export const refusalKey = (code: RefusalCode): Key => `refusals.${code}`
export const errorKey = (error: HttpError): Key => `errors.${error}`
export const progressKey = (progress: Progress): Key => `progress.${progress}`
export const statusKey = (status: SeatStatus): Key => `status.${status}`
export const tagKey = (tag: RatingTag): Key => `tags.${tag}`
