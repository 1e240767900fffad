import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { API_DOCUMENTS } from '../../app/api/documents'
import { API_ROUTES } from '../../app/api/routes'
import {
  emailInput,
  loginInput,
  registerInput,
  resendInput,
  simulateInput,
  tokenInput,
} from '../../lib/auth/input'
import { ERRORS } from '../../lib/errors'
import { openApi } from '../../lib/openapi/document'
import { markdown } from '../../lib/openapi/markdown'
import { LIMITS } from '../../lib/rate-limit/limits'
import { DOCUMENT, faultOf, schemaAt } from '../support/described-api'

const written = openApi(API_DOCUMENTS)
const committed = (name: string): string =>
  readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')

/** Every operation with the steps to it. */
const operations = Object.entries(DOCUMENT.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ steps: ['paths', path, method], operation })),
)

describe('the committed documents', () => {
  it('are what `npm run docs:api` writes', () => {
    expect(JSON.parse(committed('openapi.json'))).toEqual(JSON.parse(JSON.stringify(written)))
    expect(committed('API.md')).toBe(markdown(written))
  })
})

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1 to a validator that knows nothing of us', async () => {
    const validator = new Validator()
    expect(await validator.validate(structuredClone(DOCUMENT))).toEqual({ valid: true })
    expect(validator.version).toBe('3.1')
    const { paths: _, ...pathless } = DOCUMENT
    expect(await new Validator().validate({ ...pathless, paths: { 'no-slash': {} } })).toMatchObject({
      valid: false,
    })
  })

  it('describes each route once, under a name of its own', () => {
    expect(Object.keys(DOCUMENT.paths).toSorted()).toEqual(Object.keys(API_ROUTES).toSorted())
    const ids = operations.map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('gives examples that its own schemas take', () => {
    const faults = operations.flatMap(({ steps, operation }) => {
      const contents = [
        ...Object.entries(operation.requestBody?.content ?? {}).map(
          ([type, { example }]) => [['requestBody', 'content', type], example] as const,
        ),
        ...Object.entries(operation.responses).flatMap(([status, { content }]) =>
          Object.entries(content).flatMap(([type, { example, examples = {} }]) => {
            const values = example === undefined ? Object.keys(examples).map(exampleOf) : [example]
            return values.map((value) => [['responses', status, 'content', type], value] as const)
          }),
        ),
      ]
      return contents.map(([rest, value]) => faultOf(value, ...steps, ...rest, 'schema'))
    })
    expect(faults.length).toBeGreaterThan(100)
    expect(faults.filter(Boolean)).toEqual([])
  })

  it('names every refusal and every rate limit there is', () => {
    const named = JSON.stringify(operations.map(({ operation }) => operation))
    /** Met before a route is chosen, or by every route. */
    const elsewhere = ['method_not_allowed']
    expect(Object.keys(ERRORS).filter((code) => !named.includes(`"${code}"`))).toEqual(elsewhere)
    expect(Object.keys(LIMITS).filter((name) => !named.includes(`"${name}"`))).toEqual([])
  })
})

const exampleOf = (code: string): unknown => DOCUMENT.components.examples[code]?.value

/** The schemas that read bodies, and where the document describes each. */
const INPUTS = [
  ['/api/auth/register', registerInput],
  ['/api/auth/login', loginInput],
  ['/api/auth/change-email', emailInput],
  ['/api/auth/verify-email/resend', resendInput],
  ['/api/auth/verify-email/not-me', tokenInput],
  ['/api/mailbox', simulateInput],
] as const

const value = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    ' ',
    'jean@example.com',
    'Jean Dupont',
    'a'.repeat(64),
    'delivery',
    7,
    0,
    1.5,
    null,
    true,
  ),
)
const body = fc.dictionary(
  fc.constantFrom('name', 'email', 'password', 'token', 'outboxId', 'report', 'role'),
  value,
)

describe.each(INPUTS)('the body of %s', (path, schema) => {
  const steps = ['paths', path, 'post', 'requestBody', 'content', 'application/json', 'schema']

  it('is never taken where the document refuses it', () => {
    const described = schemaAt(...steps)
    fc.assert(fc.property(body, (sent) => described(sent) || !schema.safeParse(sent).success))
  })

  it('is refused with a property that the document does not know', () => {
    const example = DOCUMENT.paths[path]?.post?.requestBody?.content['application/json']?.example as object
    expect(schema.safeParse(example).success).toBe(true)
    expect(faultOf({ ...example, role: 'admin' }, ...steps)).not.toBe('')
    expect(schema.safeParse({ ...example, role: 'admin' }).success).toBe(false)
  })
})
