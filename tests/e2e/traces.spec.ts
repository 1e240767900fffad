import { expect } from '@playwright/test'
import { startApp } from '../support/app'
import { test } from './fixtures'
import { freshEmail, PASSWORD } from './steps'

type Printed = {
  trace: string
  span: string
  parent?: string
  name: string
  attributes: Record<string, unknown>
  links: string[]
}

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const TRACEPARENT = `00-${TRACE}-00f067aa0ba902b7-01`

test('the built server prints its spans through an SDK that is loaded before it', async () => {
  test.slow()
  const app = await startApp({ NODE_OPTIONS: `--import ${process.cwd()}/tests/examples/traces/print.mjs` })
  const printed = (): Printed[] =>
    app.output.filter((line) => line.startsWith('{"trace"')).map((line) => JSON.parse(line))
  try {
    const email = freshEmail()
    const registered = await fetch(`${app.url}/api/auth/register`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', traceparent: TRACEPARENT },
      body: JSON.stringify({ name: 'Camille Moreau', email, password: PASSWORD }),
    })
    expect(registered.status).toBe(201)
    const session = await fetch(`${app.url}/api/auth/me`, { headers: { traceparent: TRACEPARENT } })
    expect(session.status).toBe(401)
    // The letter leaves within a second or two, in a trace of its own.
    await expect
      .poll(() => printed().find(({ links }) => links.includes(TRACE))?.name, { timeout: 15_000 })
      .toBe('send email_messages')
    const ofRequest = printed().filter(({ trace }) => trace === TRACE)
    const names = ofRequest.map(({ name }) => name)
    expect(names).toEqual(
      expect.arrayContaining([
        'POST /api/auth/register',
        'GET /api/auth/me',
        'transaction',
        'mail_first_link',
      ]),
    )
    // Pages are Next.js's own to trace, which goes on with the caller's trace as well.
    const page = await fetch(`${app.url}/auth/verify-email?token=${'c0ffee'.repeat(10)}c0de`, {
      headers: { traceparent: TRACEPARENT },
    })
    await page.text()
    await expect
      .poll(() => printed().some(({ trace, name }) => trace === TRACE && name.includes('/auth/verify-email')))
      .toBe(true)
    expect(app.output.join('\n')).not.toContain('c0ffee')
    expect(JSON.stringify(printed())).not.toContain(email)
  } finally {
    await app.stop()
  }
})
