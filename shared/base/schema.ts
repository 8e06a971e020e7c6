/** The one door to valibot: a change of schema library is a change of this file and of the schemas alone. */
import * as v from 'valibot'

export { v }
export type Infer<Schema extends v.GenericSchema> = v.InferOutput<Schema>

export type Parsed<Value> = { ok: true; value: Value } | { ok: false; issues: string }

/** Parses a value at the door. `issues` names the paths that failed, never the values, so it may be logged. */
export function parse<Schema extends v.GenericSchema>(schema: Schema, value: unknown): Parsed<Infer<Schema>> {
  const result = v.safeParse(schema, value, { abortEarly: true })
  if (result.success) return { ok: true, value: result.output }
  return { ok: false, issues: result.issues.map(pathOf).join(', ') }
}

function pathOf(issue: v.BaseIssue<unknown>): string {
  const path = issue.path?.map((item) => String((item as { key?: unknown }).key ?? '?')).join('.')
  return `${path || '(root)'}: ${issue.type}`
}
