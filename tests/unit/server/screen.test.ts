import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { screen } from '../../../server/screen'
import { testEnv } from '../../support/world'

const LOCAL = { APP_URL: 'http://localhost:3000' }

/** Whether a request for the local mailbox that says the name of this host is answered before any page. */
function isScreened(remoteAddress: string | undefined, more: Record<string, string>): boolean {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: remoteAddress })
  const incoming = new IncomingMessage(socket)
  Object.assign(incoming, { method: 'GET', url: '/mailbox', headers: { host: 'localhost:3000' } })
  const env = testEnv('postgres://localhost/x', more)
  return screen(env, incoming, new ServerResponse(incoming))
}

describe('the local mailbox', () => {
  it.each(['127.0.0.1', '127.8.0.1', '::1', '::ffff:127.0.0.1', undefined])(
    'is open to this host: %s',
    (address) => {
      expect(isScreened(address, LOCAL)).toBe(false)
    },
  )

  it.each(['192.0.2.7', '::ffff:192.0.2.7', '2001:db8::1', '127.0.0.1.example'])(
    'is closed to %s',
    (address) => {
      expect(isScreened(address, LOCAL)).toBe(true)
    },
  )

  it('is no reason to keep anybody out of an app without one', () => {
    expect(
      isScreened('192.0.2.7', {
        APP_URL: 'http://localhost:3000',
        EMAIL_TRANSPORT: 'smtp',
        SMTP_URL: 'smtp://127.0.0.1:2525',
      }),
    ).toBe(false)
  })
})
