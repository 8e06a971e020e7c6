import { parse, type v } from '$shared/base/schema.ts'
import { ErrorBody, type HttpError } from '$shared/protocol/http.ts'

export type Outcome<Value> = { ok: true; value: Value } | { ok: false; error: HttpError; minWait: number }

function contentOf(body: unknown): RequestInit {
  if (body === undefined) return {}
  if (body instanceof Blob) return { body }
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

/** Asks the edge and parses its answer. No network and a strange answer are both `unavailable`; nothing is thrown. */
export async function ask<Schema extends v.GenericSchema>(
  schema: Schema,
  method: string,
  path: string,
  body?: unknown,
): Promise<Outcome<v.InferOutput<Schema>>> {
  try {
    const response = await fetch(path, { method, ...contentOf(body) })
    const answer: unknown = response.status === 204 ? null : await response.json()
    if (!response.ok) {
      const error = parse(ErrorBody, answer)
      return { ok: false, error: error.ok ? error.value.error : 'unavailable', minWait: error.ok ? (error.value.minWait ?? 0) : 0 }
    }
    const parsed = parse(schema, answer)
    return parsed.ok ? { ok: true, value: parsed.value } : { ok: false, error: 'unavailable', minWait: 0 }
  } catch {
    return { ok: false, error: 'unavailable', minWait: 0 }
  }
}
