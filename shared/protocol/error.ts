import { ObjectId } from '../base/ids.ts'
import { type Infer, v } from '../base/schema.ts'

/**
 * Why a frame or a connection cannot go on. Terminal kinds stop the link until something changes outside it (a sign-in,
 * an update of the app); `busy` says how long to wait; `gap` that a command before these never arrived; the others speak of
 * one frame and the socket lives on.
 */
export const ERROR_KINDS = ['unauthorised', 'protocol-too-old', 'invalid-frame', 'frame-too-large', 'not-found', 'busy', 'gap'] as const
export const ErrorKind = v.picklist(ERROR_KINDS)
export type ErrorKind = v.InferOutput<typeof ErrorKind>

export const ErrorFrame = v.object({
  type: v.literal('error'),
  kind: ErrorKind,
  of: v.optional(ObjectId),
  /** Milliseconds to wait before trying again. */
  minWait: v.optional(v.number()),
})
export type ErrorFrame = Infer<typeof ErrorFrame>

/** Kinds after which connecting again by itself makes no sense. */
export const isTerminal = (kind: ErrorKind): boolean => kind === 'unauthorised' || kind === 'protocol-too-old'

/** WebSocket close codes (4000-4999 are the application's, RFC 6455 section 7.4.2). */
export const CLOSE = { unauthorised: 4401, notFound: 4404, tooOld: 4426, busy: 4429, tooLarge: 1009, replaced: 4409 } as const
