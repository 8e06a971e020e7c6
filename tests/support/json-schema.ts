/** A value as JSON Schema (2020-12) has it. */
export type JsonSchema = { [key: string]: unknown }

interface Part {
  kind: string
  type: string
  pipe?: readonly Part[]
  entries?: Record<string, Part>
  key?: Part
  value?: Part
  wrapped?: Part
  requirement?: unknown
}

/** What a schema of the product says, as JSON Schema; throws on a part that nobody has taught it. */
export function jsonSchemaOf(schema: unknown): JsonSchema {
  const part = schema as Part
  const [base, ...checks] = part.pipe ?? [part]
  if (!base) throw new Error('an empty pipe')
  return Object.assign({}, baseOf(base), ...checks.map((check) => checkOf(check, base.type === 'record')))
}

function baseOf(part: Part): JsonSchema {
  switch (part.type) {
    case 'string':
      return { type: 'string' }
    case 'optional':
      return jsonSchemaOf(part.wrapped)
    case 'record':
      return { type: 'object', propertyNames: jsonSchemaOf(part.key), additionalProperties: jsonSchemaOf(part.value) }
    case 'object':
    case 'strict_object': {
      const entries = Object.entries(part.entries ?? {})
      return {
        type: 'object',
        required: entries.filter(([, entry]) => entry.type !== 'optional').map(([name]) => name),
        properties: Object.fromEntries(entries.map(([name, entry]) => [name, jsonSchemaOf(entry)])),
        ...(part.type === 'strict_object' ? { additionalProperties: false } : {}),
      }
    }
    default:
      throw new Error(`no words in JSON Schema for ${part.type}`)
  }
}

function checkOf({ type, requirement }: Part, isRecord: boolean): JsonSchema {
  switch (type) {
    case 'regex':
      return { pattern: (requirement as RegExp).source }
    case 'max_length':
      return { maxLength: requirement }
    case 'min_length':
      return { minLength: requirement }
    case 'max_entries':
      return isRecord ? { maxProperties: requirement } : {}
    case 'iso_timestamp':
      return { format: 'date-time' }
    case 'brand':
      return {}
    default:
      throw new Error(`no words in JSON Schema for ${type}`)
  }
}

/** A value of objects, lists and single things as YAML 1.2, in blocks. */
export function yamlOf(value: unknown, indent = ''): string {
  if (Array.isArray(value) && value.length > 0) return value.map((each) => `${indent}- ${yamlOf(each, `${indent}  `).trimStart()}`).join('')
  if (value !== null && typeof value === 'object' && Object.keys(value).length > 0)
    return Object.entries(value)
      .map(([key, each]) => {
        const isNested = each !== null && typeof each === 'object' && Object.keys(each).length > 0
        return `${indent}${/^[\w$-]+$/.test(key) && !/^\d/.test(key) ? key : JSON.stringify(key)}:${isNested ? `\n${yamlOf(each, `${indent}  `)}` : ` ${yamlOf(each)}`}`
      })
      .join('')
  return `${indent}${typeof value === 'object' ? (Array.isArray(value) ? '[]' : '{}') : typeof value === 'string' ? JSON.stringify(value) : String(value)}\n`
}
