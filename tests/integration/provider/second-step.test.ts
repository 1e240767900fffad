import { expect, it } from 'vitest'
import { grantOperator } from '../../../lib/operate/roles'
import { call } from '../../support/api'
import { codeAt, protect } from '../../support/authenticator'
import { leadsTo, ProviderBrowser } from '../../support/provider-browser'
import { whoIs, worldWithProvider } from '../../support/provider-world'
import { freshEmail } from '../../support/world'

const world = worldWithProvider()

/** Somebody who came through the provider, and has an authenticator app. */
async function aProtectedPerson() {
  const [browser, email] = [new ProviderBrowser(), freshEmail()]
  await browser.go({ email })
  const user = await whoIs(world, browser)
  if (!user) throw new Error('nobody signed in')
  const { secret } = await protect(world, { user, email, jwt: browser.cookie('auth-token') ?? '', token: '' })
  return { email, secret, user }
}

it('asks an operator for the second step after the provider, and no member', async () => {
  const { email, secret, user } = await aProtectedPerson()
  const member = new ProviderBrowser()
  expect(leadsTo(await member.go({ email }))).toBe('/dashboard')
  expect((await whoIs(world, member))?.id).toBe(user.id)

  expect(await grantOperator(world.ctx, email)).toBe('granted')
  const operator = new ProviderBrowser()
  const back = await operator.go({ email }, '?next=/monitoring')
  expect(leadsTo(back)).toBe('/auth/second-step?next=%2Fmonitoring')
  expect(operator.cookie('auth-step')).toBeDefined()
  expect(await whoIs(world, operator)).toBeNull()

  const json = { method: 'totp', code: codeAt(secret, world.ctx.now()) }
  operator.keep(
    await call('POST', '/api/auth/second-step', { headers: { cookie: operator.header('/') }, json }),
  )
  expect((await whoIs(world, operator))?.id).toBe(user.id)
})
