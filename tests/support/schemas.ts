type Shape = null | string | number | boolean | readonly Shape[] | { readonly [key: string]: Shape }

/**
 * What a schema admits, as plain data: kinds, keys, literals, limits, in one order. Functions and messages are left out,
 * since they are no part of the wire; a check by function is told by its message.
 */
export function shapeOf(schema: unknown): Shape {
  if (schema === null || typeof schema === 'string' || typeof schema === 'number' || typeof schema === 'boolean') return schema
  if (schema instanceof RegExp) return String(schema)
  if (Array.isArray(schema)) return schema.map(shapeOf)
  if (typeof schema !== 'object') return null
  const parts = schema as Record<string, unknown>
  if (parts.type === 'check') return { type: 'check', message: shapeOf(parts.message) }
  // A picklist and a variant have no order; their members are sorted by their text.
  const unordered = (value: unknown) =>
    Array.isArray(value) ? value.map(shapeOf).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : null
  const told: Record<string, Shape> = {}
  for (const key of TOLD.filter((name) => parts[name] !== undefined))
    told[key] = key === 'options' ? unordered(parts[key]) : key === 'entries' ? entriesOf(parts[key]) : shapeOf(parts[key])
  return told
}

/** The parts of a valibot schema, or of an action in its pipe, that say what is admitted. */
const TOLD = [
  'type',
  'entries',
  'options',
  'literal',
  'item',
  'items',
  'rest',
  'wrapped',
  'requirement',
  'name',
  'key',
  'value',
  'pipe',
] as const

function entriesOf(entries: unknown): Shape {
  const sorted = Object.entries(entries as Record<string, unknown>).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(sorted.map(([key, schema]) => [key, shapeOf(schema)]))
}
