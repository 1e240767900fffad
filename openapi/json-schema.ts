import { type ZodType, z } from 'zod'

/** A JSON Schema (2020-12), as OpenAPI 3.1 takes it. */
export type JsonSchema = Record<string, unknown>

const DEFINITION = '#/$defs/'
const COMPONENT = '#/components/schemas/'

/** Schemas with an `id`, by that id: written once in the document and referred to elsewhere. */
export type Components = Record<string, JsonSchema>

/**
 * The JSON Schema of a zod schema.
 * @param io `input`: as a client sends it, before trimming and the like; `output`: as the server answers it
 * @param components receives the schemas that this one refers to by name
 */
export function jsonSchema(schema: ZodType, io: 'input' | 'output', components: Components): JsonSchema {
  const written = JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'throw' }))
  const { $schema, $defs, ...own } = JSON.parse(written.replaceAll(`"${DEFINITION}`, `"${COMPONENT}`))
  for (const [id, definition] of Object.entries<JsonSchema>($defs ?? {})) {
    const { id: _, ...content } = definition
    components[id] = content
  }
  return own
}
