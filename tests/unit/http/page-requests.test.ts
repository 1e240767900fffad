import { describe, expect, it } from 'vitest'
import { isPostedForm } from '../../../lib/http/posted-form'
import { refusePageRequest } from '../../../lib/http/refuse-page-request'
import { isRouterState } from '../../../lib/http/router-state'

const APP = 'https://auth.huntaze.test'
/** As a browser chooses one: Node.js trips over a boundary that its own fields hold. */
const BOUNDARY = '----WebKitFormBoundaryZ9yX8wV7uT6sR5qP'
const TYPE = `multipart/form-data; boundary=${BOUNDARY}`
const ACTION = '60'.padEnd(42, 'a')

const form = (fields: [string, string][]): Buffer =>
  Buffer.from(
    `${fields.map(([name, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('')}--${BOUNDARY}--\r\n`,
  )

/** As React writes it for a page without JavaScript. */
const written = (state = '[{"values":{}}]'): [string, string][] => [
  ['$ACTION_REF_1', ''],
  ['$ACTION_1:0', `{"id":"${ACTION}","bound":"$@1"}`],
  ['$ACTION_1:1', state],
  ['$ACTION_KEY', 'kabc'],
  ['email', 'jean@example.com'],
]

/** `Request` drops forbidden header names such as Origin; a server's request has them. */
const post = (headers: Record<string, string>, body: Buffer | string = '') => {
  const { body: stream } = new Request(APP, {
    method: 'POST',
    body: body === '' ? null : new Uint8Array(Buffer.from(body)),
  })
  return { method: 'POST', headers: new Headers(headers), body: stream } as Request
}

describe('the request of a page', () => {
  const OURS = { origin: APP, 'content-type': TYPE }

  it.each<[string, Request, string | undefined]>([
    ['a form of ours', post(OURS, form(written())), undefined],
    ['a program’s form', post({ 'content-type': TYPE }, form(written())), undefined],
    ['another site’s', post({ ...OURS, origin: 'https://evil.test' }, form(written())), 'cross_site_request'],
    [
      'said to be ours, from nowhere',
      post({ 'sec-fetch-site': 'same-origin', origin: 'null' }),
      'cross_site_request',
    ],
    ['an action called by script', post({ origin: APP, 'next-action': ACTION }, '[]'), 'invalid_json'],
    ['no boundary', post({ ...OURS, 'content-type': 'multipart/form-data' }, 'x'), 'invalid_json'],
    ['no form', post(OURS, 'x'), 'invalid_json'],
    ['too large', post(OURS, 'x'.repeat(16 * 1024 + 1)), 'body_too_large'],
    [
      'something else, which Next.js shows the page to',
      post({ 'content-type': 'text/plain' }, 'x'),
      undefined,
    ],
  ])('%s', async (_name, request, code) => {
    expect(await refusePageRequest(request, '/login', APP)).toBe(code)
  })

  it('may not be the page of a failed document', async () => {
    const get = { method: 'GET', headers: new Headers() } as Request
    expect(await refusePageRequest(get, '/_global-error', APP)).toBe('not_found')
    expect(await refusePageRequest(get, '/login', APP)).toBeUndefined()
  })
})

describe('a posted form', () => {
  it.each<[string, string]>([
    ['a first state', '[{"values":{}}]'],
    ['no state', '["$undefined"]'],
    [
      'a refusal',
      '[{"refusal":{"code":"x","detail":"$$5","retryAfter":"$undefined"},"values":{"email":"a"}}]',
    ],
  ])('is read with %s', async (_name, state) => {
    expect(await isPostedForm(form(written(state)), TYPE)).toBe(true)
  })

  it.each<[string, [string, string][]]>([
    ['without an action', [['email', 'x']]],
    ['with an action by name alone', [[`$ACTION_ID_${ACTION}`, '']]],
    ['with a state that is no JSON', written('[')],
    ['with a state too many', written('[1,2]')],
    ['with an instruction to React', written('[{"values":"$B1"}]')],
    ['with two actions', [...written(), ['$ACTION_REF_2', '']]],
    ['with a field that React does not write', [...written(), ['$ACTION_2:7', '']]],
    [
      'with another description',
      [
        ['$ACTION_REF_1', ''],
        ['$ACTION_1:0', `{"id":"${ACTION}","bound":null}`],
        ['$ACTION_1:1', '[1]'],
      ],
    ],
  ])('is refused %s', async (_name, fields) => {
    expect(await isPostedForm(form(fields), TYPE)).toBe(false)
  })
})

describe('a router’s state', () => {
  it.each<[unknown, boolean]>([
    [['', { children: ['login', { children: ['__PAGE__', {}] }] }], true],
    [['', { children: [['id', '1', 'd', null], {}] }, null, 'refetch', 4], true],
    [['', { children: [['path', 'a', 'ci(..)(..)', ['b']], {}] }, ['/', '/x'], null, null, 'x'], true],
    [['', {}, null, 'everything'], false],
    [['', { children: [['id', '1', 'z', null], {}] }], false],
    [['', { children: 'login' }], false],
    [['', {}, null, null, null, 'x', 1], false],
    [[''], false],
    [null, false],
  ])('%j', (state, readable) => {
    expect(isRouterState(encodeURIComponent(JSON.stringify(state)))).toBe(readable)
  })

  it.each(['', '%', '{garbage', encodeURIComponent('['.repeat(9000))])('%.20s is none', (header) => {
    expect(isRouterState(header)).toBe(false)
  })
})
