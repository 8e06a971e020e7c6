import type { Context } from 'hono'
import { LIMITS } from '../../shared/base/limits.ts'
import { type Infer, parse, type v } from '../../shared/base/schema.ts'
import { no } from './answer.ts'

/** Parses a JSON body of at most so many bytes at the door, or gives the answer that says why not. */
export async function bodyOf<Schema extends v.GenericSchema>(
  c: Context,
  schema: Schema,
  most: number = LIMITS.frameBytes,
): Promise<{ ok: true; value: Infer<Schema> } | { ok: false; answer: Response }> {
  const length = Number(c.req.header('content-length') ?? 0)
  if (length > most) return { ok: false, answer: no(c, 'too-large') }
  const text = await c.req.text()
  if (text.length > most) return { ok: false, answer: no(c, 'too-large') }
  const parsed = parse(schema, readJson(text))
  return parsed.ok ? parsed : { ok: false, answer: no(c, 'invalid-body') }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
