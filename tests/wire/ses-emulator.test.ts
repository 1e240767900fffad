import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import emulator from 'aws-ses-v2-local'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { verification } from '../../lib/email/letters/verification'
import { createSesTransport } from '../../lib/email/ses'

/** The package is CommonJS: seen from a module, its default export sits one level down. */
const start = (emulator as unknown as { default?: typeof emulator }).default ?? emulator

let server: Server
let url: string

beforeAll(async () => {
  server = await start({ host: '127.0.0.1', port: 0 })
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  vi.stubEnv('AWS_REGION', 'eu-west-3')
  vi.stubEnv('AWS_ENDPOINT_URL_SES', url)
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
})

afterAll(() => {
  vi.unstubAllEnvs()
  server.closeAllConnections()
  server.close()
})

test('an independent SES takes the verification e-mail as it was written', async () => {
  const email = verification.render({
    name: 'Zoë محمد 🦊',
    link: `https://auth.huntaze.test/auth/verify-email?token=${'a1'.repeat(32)}`,
    locale: 'fr',
    lifetime: 24 * 3_600_000,
    facts: {},
    contact: 'a@example.com',
    answersAreRead: false,
  })
  const { providerMessageId } = await createSesTransport().send({
    outboxId: 7,
    from: 'Huntaze <noreply@huntaze.com>',
    to: 'zoe@example.com',
    ...email,
  })
  const { emails } = await (await fetch(`${url}/store`)).json()
  expect(emails).toHaveLength(1)
  expect(emails[0]).toMatchObject({
    messageId: providerMessageId,
    from: 'Huntaze <noreply@huntaze.com>',
    destination: { to: ['zoe@example.com'], cc: [], bcc: [] },
    subject: 'Vérifiez votre email',
    body: { html: email.html, text: email.text },
  })
})
