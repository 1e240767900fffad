import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  confirmInput,
  emailInput,
  loginInput,
  registerInput,
  resendInput,
  tokenInput,
} from '../../../app/api/auth/input'
import { API_DOCUMENTS } from '../../../app/api/documents'
import { mailedInput, openingInput, simulateInput } from '../../../app/api/mailbox/input'
import { operatorActInput } from '../../../app/api/monitoring/users/input'
import { API_ROUTES } from '../../../app/api/routes'
import { ERRORS } from '../../../lib/kernel/errors'
import { LIMITS } from '../../../lib/limit/table'
import { openApi } from '../../../openapi/document'
import { markdown } from '../../../openapi/markdown/markdown'
import { DOCUMENT, faultOf, schemaAt } from '../../support/described-api'

const written = openApi(API_DOCUMENTS)
const committed = (name: string): string =>
  readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8')

/** Every operation with the steps to it. */
const operations = Object.entries(DOCUMENT.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ steps: ['paths', path, method], operation })),
)

describe('the committed documents', () => {
  it('are what `npm run docs:api` writes', () => {
    expect(JSON.parse(committed('openapi.json'))).toEqual(JSON.parse(JSON.stringify(written)))
    expect(committed('API.md')).toBe(markdown(written))
  })

  it('show the same JSON to people as to programs', () => {
    const shown = [...committed('API.md').matchAll(/^```json\n(.*?)\n```$/gms)].map(([, text = '']) => text)
    const answers = operations.flatMap(({ operation }) =>
      Object.values(operation.responses).flatMap(({ content }) => content['application/json'] ?? []),
    )
    expect(shown.slice(1).map((text) => JSON.parse(text))).toEqual(
      expect.arrayContaining(answers.map(({ example }) => example)),
    )
    expect(shown).toHaveLength(answers.length + 1)
    expect(
      shown
        .join('\n')
        .split('\n')
        .filter((line) => line.length > 120),
    ).toEqual([])
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

  /** Rules of redocly (`recommended`) and Spectral (`spectral:oas`) that a change of a route could break. */
  it('leaves nothing for linters to say', () => {
    const written = JSON.stringify(DOCUMENT)
    const tags = DOCUMENT.tags.map(({ name }) => name)
    for (const { steps, operation } of operations) {
      const { operationId, summary, description = '', responses, parameters = [] } = operation
      expect(description.length, `${steps.join(' ')} has a description`).toBeGreaterThan(10)
      expect(summary, steps.join(' ')).toMatch(/^[A-Z][^.]+$/)
      expect(operationId, steps.join(' ')).toMatch(/^[a-z][A-Za-z]+$/)
      expect(operation.tags.every((tag) => tags.includes(tag))).toBe(true)
      expect(Object.keys(responses).some((status) => status.startsWith('2'))).toBe(true)
      for (const { name, description } of parameters)
        expect(description, `${operationId} ${name}`).toBeTruthy()
      for (const { description } of Object.values(responses)) expect(description).not.toBe('')
    }
    const unused = Object.entries(DOCUMENT.components).flatMap(([kind, components]) =>
      Object.keys(components).filter((name) =>
        kind === 'securitySchemes'
          ? !operations.some(({ operation }) => operation.security.some((proof) => name in proof))
          : !written.includes(`"#/components/${kind}/${name}"`),
      ),
    )
    expect(unused).toEqual([])
    for (const path of Object.keys(DOCUMENT.paths))
      expect(path).toMatch(/^(\/([a-z-]+([.](json|ndjson))?|\{[a-z]+\}))+$/)
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

  it('shows the contract’s own answers', () => {
    const exampleAt = (path: string, method: string, status: string) =>
      DOCUMENT.paths[path]?.[method]?.responses[status]?.content['application/json']?.example
    const user = { id: 1, name: 'Jean Dupont', email: 'jean@example.com', emailVerified: false }
    expect(exampleAt('/api/auth/register', 'post', '201')).toEqual({
      user,
      message: 'Please check your email',
    })
    expect(exampleAt('/api/auth/login', 'post', '200')).toEqual({ user })
    expect(exampleAt('/api/auth/verify-email', 'get', '200')).toEqual({
      success: true,
      message: 'Email verified!',
    })
    const titles = ['invalid_token', 'token_expired', 'invalid_credentials'].map(exampleOf)
    expect(titles).toMatchObject([
      { status: 400, title: 'Invalid token' },
      { status: 400, title: 'Token expired' },
      { status: 401, title: 'Invalid credentials' },
    ])
  })

  it('names every refusal and every rate limit there is', () => {
    const named = JSON.stringify(operations.map(({ operation }) => operation))
    /** Met before a route is chosen, or by every route. */
    const elsewhere = ['method_not_allowed', ...OF_GUARDS_FOR_OTHERS]
    const missing = Object.keys(ERRORS).filter((code) => !named.includes(`"${code}"`))
    expect(missing.filter((code) => !elsewhere.includes(code))).toEqual([])
    const uncounted = Object.keys(LIMITS).filter((name) => !named.includes(`"${name}"`))
    expect(uncounted.filter((name) => !LIMITS_TO_COME.includes(name))).toEqual([])
  })
})

/** Of a guard for routes that build on this, of routes to come, and of the way to a provider and back, which is none of the API. */
const OF_GUARDS_FOR_OTHERS = [
  'provider_denied',
  'provider_failed',
  'provider_no_address',
  'provider_unavailable',
  'identity_unlinked',
  'identity_unproven',
  'email_unverified',
  'proof_needed',
  'invalid_code',
  'code_dead',
  'undo_open',
  'last_operator',
]

/** Limits of routes to come, and those that no caller meets. */
const LIMITS_TO_COME = [
  'resetByNetwork',
  'takenNoticeByRecipient',
  'deviceNoticeByRecipient',
  'refusalEventByAccount',
  'judgeByNetwork',
  'exportByAccount',
]

const exampleOf = (code: string): unknown => DOCUMENT.components.examples[code]?.value

/** The schemas that read bodies, and where the document describes each. */
const INPUTS = [
  ['/api/auth/register', registerInput],
  ['/api/auth/login', loginInput],
  ['/api/auth/confirm', confirmInput],
  ['/api/auth/change-email', emailInput],
  ['/api/auth/verify-email/resend', resendInput],
  ['/api/auth/verify-email/not-me', tokenInput],
  ['/api/mailbox', simulateInput],
  ['/api/mailbox/mailed', mailedInput],
  ['/api/mailbox/open', openingInput],
  ['/api/monitoring/users', operatorActInput],
] as const

/** Texts from the shortest on, and values of other types. */
const value = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 3 }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    'a@b.fr',
    ' jean@exämple.com ',
    'é'.repeat(2000),
    '0f'.repeat(32),
    'delay',
    'enable',
    '17',
    '017',
    1,
    0,
    1.5,
    null,
  ),
)

/** An example with one property changed, added or left out: most of it stays good. */
const near = (example: object, names: string[]) =>
  fc
    .tuple(fc.constantFrom(...names, 'role'), fc.option(value, { nil: undefined }))
    .map(([name, changed]) => JSON.parse(JSON.stringify({ ...example, [name]: changed })))

describe.each(INPUTS)('the body of %s', (path, schema) => {
  const steps = ['paths', path, 'post', 'requestBody', 'content', 'application/json', 'schema']

  const example = DOCUMENT.paths[path]?.post?.requestBody?.content['application/json']?.example as object

  it('is never taken where the document refuses it', () => {
    const described = schemaAt(...steps)
    const isTaken = (sent: unknown) => schema.safeParse(sent).success
    fc.assert(
      fc.property(near(example, Object.keys(schema.shape)), (sent) => described(sent) || !isTaken(sent)),
      { numRuns: 500 },
    )
    expect([described(example), isTaken(example)]).toEqual([true, true])
  })

  it('is refused with a property that the document does not know', () => {
    const more = { ...example, role: 'admin' }
    expect([faultOf(more, ...steps) === '', schema.safeParse(more).success]).toEqual([false, false])
  })
})
