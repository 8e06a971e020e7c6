/** The one door to valibot: a change of schema library is a change of this file and of the schemas alone. */
import * as v from 'valibot'

export { v }
export type Infer<Schema extends v.GenericSchema> = v.InferOutput<Schema>

export type Parsed<Value> = { ok: true; value: Value } | { ok: false; issues: string }

/** Whether a value has a shape, and, for the compiler, that it then is of that kind (valibot's own `is` knows no brands). */
export function is<Schema extends v.GenericSchema>(schema: Schema, value: unknown): value is Infer<Schema> {
  return v.is(schema, value)
}

/** An unknown key is part of a path, and whoever sent it chose its length. */
const LONGEST = 200

/** Parses a value at the door. `issues` names the paths that failed, never the values, so it may be logged. */
export function parse<Schema extends v.GenericSchema>(schema: Schema, value: unknown): Parsed<Infer<Schema>> {
  const result = v.safeParse(schema, value, { abortEarly: true })
  if (result.success) return { ok: true, value: result.output }
  return { ok: false, issues: result.issues.map(pathOf).join(', ').slice(0, LONGEST) }
}

function pathOf(issue: v.BaseIssue<unknown>): string {
  const path = issue.path?.map((item) => String((item as { key?: unknown }).key ?? '?')).join('.')
  return `${path || '(root)'}: ${issue.type}`
}
