import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { HttpError } from '../../shared/protocol/http.ts'

const STATUS: Record<HttpError, ContentfulStatusCode> = {
  'invalid-body': 400,
  'not-found': 404,
  unauthorised: 401,
  forbidden: 403,
  'wrong-origin': 403,
  'already-configured': 409,
  'not-configured': 409,
  'wrong-setup-code': 403,
  'wrong-credentials': 401,
  'too-many-tries': 429,
  'email-taken': 409,
  'invitation-invalid': 410,
  'last-owner': 409,
  'too-large': 413,
  'changed-meanwhile': 409,
  'address-refused': 422,
  'overflow-circle': 422,
  'overflow-nowhere': 422,
  'line-named-twice': 422,
  'field-named-twice': 422,
  'choices-missing': 422,
  unavailable: 503,
}

/** Answers with the code of an error, for the reader's own language to word. */
export function no(c: Context, error: HttpError, minWait?: number): Response {
  if (minWait !== undefined) c.header('Retry-After', String(Math.ceil(minWait / 1000)))
  return c.json(minWait === undefined ? { error } : { error, minWait }, STATUS[error])
}
