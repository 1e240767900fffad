import type { JsonSchema } from '../json-schema'

export const fence = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``

/** A table; an unescaped bar would end its cell. */
export const table = (head: string[], rows: string[][]): string =>
  [head, head.map(() => '---'), ...rows]
    .map(
      (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`,
    )
    .join('\n')

export const code = (text: string): string => `\`${text}\``

const schemas = (value: unknown): JsonSchema[] => (Array.isArray(value) ? value : [])

/** A property's type in a few words. */
function typeOf({
  type,
  enum: values,
  const: only,
  format,
  pattern,
  anyOf,
  items,
  $ref,
}: JsonSchema): string {
  if (Array.isArray(values)) return values.map((value) => code(String(value))).join(', ')
  if (only !== undefined) return code(String(only))
  if (typeof $ref === 'string') return $ref.split('/').at(-1) ?? ''
  if (anyOf) return [...new Set(schemas(anyOf).map(typeOf))].join(' or ')
  if (type === 'array') return `list of ${typeOf(items as JsonSchema)}`
  if (format === 'date-time') return format
  const words = [type ?? 'any'].flat().join(' or ')
  return pattern === undefined ? words : `${words}, ${code(String(pattern))}`
}

const propertiesOf = ({ properties: listed = {} }: JsonSchema): [string, JsonSchema][] =>
  Object.entries(listed as Record<string, JsonSchema>)

/** Properties of a body, of parameters or of a named schema. */
export function properties(schema: JsonSchema): string {
  const { required = [] } = schema as { required?: string[] }
  const rows = propertiesOf(schema).map(([name, property]) => [
    code(name),
    typeOf(property),
    required.includes(name) ? 'yes' : 'no',
    String(property.description ?? ''),
  ])
  return rows.length > 0 ? table(['property', 'type', 'required', 'meaning'], rows) : ''
}

/** Every property with a description, however deep; a list's items are `name[]`. */
function meaningRows(schema: JsonSchema, path = ''): string[][] {
  const own = propertiesOf(schema).flatMap(([name, property]) => {
    const row = [code(path + name), typeOf(property), String(property.description ?? '')]
    return [...(property.description ? [row] : []), ...meaningRows(property, `${path}${name}.`)]
  })
  const alternatives = schemas(schema.anyOf).flatMap((one) => meaningRows(one, path))
  const items = schema.items ? meaningRows(schema.items as JsonSchema, `${path.slice(0, -1)}[].`) : []
  return [...own, ...alternatives, ...items]
}

/** Meanings of an answer's properties that have a description. */
export function meanings(schema: JsonSchema): string {
  const rows = meaningRows(schema)
  return rows.length > 0 ? table(['property', 'type', 'meaning'], rows) : ''
}
