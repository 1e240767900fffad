import { randomBytes } from 'node:crypto'
import { decodeProtectedHeader } from 'jose'
import { expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../../lib/kernel/clock'
import { cleanUp } from '../../../lib/monitor/clean-up'
import { issueServiceToken } from '../../../lib/service-token/issue'
import { publishedKeys, rotateKeys, signingKey } from '../../../lib/service-token/keys'
import { readSession } from '../../../lib/session/read'
import { aVerifiedUser, expectOk, freshEmail, type World } from '../../support/world'
import { worldPerTest } from '../../support/world-lifetime'

const world = worldPerTest()

const published = async ({ ctx }: World) => (await publishedKeys(ctx)).map(({ kid }) => kid)
const signer = async ({ ctx }: World) => (await signingKey(ctx)).kid

it('one first key is made, by however many processes that need it at once', async () => {
  const kids = await Promise.all(Array.from({ length: 8 }, () => signer(world)))
  expect([new Set(kids).size, (await published(world)).length]).toEqual([1, 1])
})

it('the next key is published for a day before it signs, and the last for an hour after', async () => {
  const first = await signer(world)
  const { kid: next } = await rotateKeys(world.ctx, { isUrgent: false })
  expect([await signer(world), await published(world)]).toEqual([first, [first, next]])
  world.ctx.now.advance(DAY - MINUTE)
  expect(await signer(world)).toBe(first)
  world.ctx.now.advance(MINUTE)
  expect([await signer(world), await published(world)]).toEqual([next, [first, next]])
  world.ctx.now.advance(HOUR - MINUTE)
  expect(await published(world)).toEqual([first, next])
  world.ctx.now.advance(MINUTE)
  expect(await published(world)).toEqual([next])
  expect((await cleanUp(world.ctx)).service_keys).toBe(1)
  expect(await signer(world)).toBe(next)
})

it('an urgent key signs at once, and gives way to one that was announced before', async () => {
  const first = await signer(world)
  const { kid: announced } = await rotateKeys(world.ctx, { isUrgent: false })
  world.ctx.now.advance(HOUR)
  const { kid: urgent } = await rotateKeys(world.ctx, { isUrgent: true })
  expect([await signer(world), await published(world)]).toEqual([urgent, [first, urgent, announced]])
  world.ctx.now.advance(HOUR)
  expect(await published(world)).toEqual([urgent, announced])
  world.ctx.now.advance(22 * HOUR)
  expect([await signer(world), await published(world)]).toEqual([announced, [urgent, announced]])
})

it('no valid token is refused while keys rotate', async () => {
  const { jwt } = await aVerifiedUser(world, freshEmail())
  const session = await readSession(world.ctx, jwt)
  if (!session) throw new Error('nobody is signed in')
  const given: { kid: string; until: number }[] = []
  for (let step = 0; step < 120; step += 1) {
    if (step % 40 === 20) await rotateKeys(world.ctx, { isUrgent: step > 80 })
    const { token } = expectOk(await issueServiceToken(world.ctx, { session, audience: 'shop' }))
    const now = world.ctx.now().getTime()
    given.push({ kid: String(decodeProtectedHeader(token).kid), until: now + 5 * MINUTE })
    const known = await published(world)
    const valid = given.filter(({ until }) => until > now)
    expect(valid.filter(({ kid }) => !known.includes(kid))).toEqual([])
    world.ctx.now.advance(step % 7 === 0 ? 6 * HOUR : MINUTE)
  }
  expect(new Set(given.map(({ kid }) => kid)).size).toBe(4)
})

it('a change of AUTH_SECRET keeps the key, and the loss of the old one makes a new key', async () => {
  const first = await signer(world)
  const [old = ''] = world.ctx.env.authSecrets
  const fresh = randomBytes(32).toString('base64url')
  const withSecrets = (authSecrets: string[]): World => ({
    ...world,
    ctx: { ...world.ctx, env: { ...world.ctx.env, authSecrets } },
  })
  expect(await signer(withSecrets([fresh, old]))).toBe(first)
  const lost = withSecrets([fresh])
  world.ctx.now.advance(MINUTE)
  const next = await signer(lost)
  expect(next).not.toBe(first)
  expect([await signer(lost), await published(lost)]).toEqual([next, [first, next]])
})
