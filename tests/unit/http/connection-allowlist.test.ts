import { expect, it } from 'vitest'
import { connectionAllowlist } from '../../../lib/http/response/connection-allowlist'
import { LINK_PATHS } from '../../../lib/link/purposes'

const CLOSED = [
  '/login',
  '/register',
  '/forgot-password',
  '/goodbye',
  '/auth/second-step',
  '/account',
  '/account/security/app',
  '/account/activity/emails',
  '/monitoring',
  '/monitoring/users',
  '/monitoring/users/17',
  '/monitoring/webhooks',
  ...LINK_PATHS,
]

const OPEN = [
  '/',
  '/dashboard',
  '/mailbox',
  '/shop',
  '/login/more',
  '/accounts',
  '/blog/account',
  '/monitoringx',
]

it.each(CLOSED)('%s reaches its own origin alone, and follows redirects', (path) => {
  expect(connectionAllowlist(path)).toBe('(response-origin);redirects=allow')
})

it.each(OPEN)('%s may lead anywhere', (path) => {
  expect(connectionAllowlist(path)).toBeUndefined()
})

it('names the issuers that may vouch for an address beside its own origin', () => {
  expect(connectionAllowlist('/register', ['issuer.example', 'accounts.example'])).toBe(
    '(response-origin "https://issuer.example/*" "https://accounts.example/*");redirects=allow',
  )
})
