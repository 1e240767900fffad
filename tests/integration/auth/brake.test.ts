import { describe, expect, it } from 'vitest'
import { register } from '../../../lib/auth/register'
import { HOUR, MINUTE, SECOND } from '../../../lib/kernel/clock'
import type { EmailAddress } from '../../../lib/kernel/email-address'
import type { Result } from '../../../lib/kernel/result'
import { consume } from '../../../lib/limit/consume'
import { LIMITS, type LimitName } from '../../../lib/limit/table'
import { login } from '../../support/entries'
import { challengeOf, doWork } from '../../support/work'
import { aRegisteredUser, aVisitor, freshEmail, PASSWORD } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld()

let networks = 0
const aNetwork = (): string => {
  networks += 1
  return `203.0.113.${networks}`
}

const signUp = (network: string, work?: string, email = freshEmail()) =>
  register(world.ctx, { name: 'Jeanne', email, password: PASSWORD, work }, aVisitor({ network }))

const signIn = (email: EmailAddress, network: string, { password = PASSWORD, work = '' } = {}) =>
  login(world.ctx, { email, password, work: work || undefined }, aVisitor({ network }))

const WRONG = 'not the passphrase'
const somebody = async () => (await aRegisteredUser(world, freshEmail())).email

/** Counts hits of a network, up to all but `left` that the limit allows. */
async function use(limit: LimitName, network: string, left = 0): Promise<void> {
  for (let hits = left; hits < LIMITS[limit].hits; hits += 1) await consume(world.ctx, [limit, network])
}

/** Uses up the failures of a network at ten accounts. */
async function spray(network: string, failures: number, work?: () => Promise<string>): Promise<void> {
  const accounts = Array.from({ length: 10 }, freshEmail)
  for (let index = 0; index < failures; index += 1)
    await signIn(accounts[index % 10] ?? freshEmail(), network, { password: WRONG, work: await work?.() })
}

const isOffered = (outcome: Result<unknown>): boolean => !outcome.ok && outcome.error.work !== undefined
/** A refusal without the random bytes of its challenge. */
const told = (outcome: Result<unknown>) =>
  outcome.ok ? 'in' : { ...outcome.error, work: isOffered(outcome) && 'offered' }

/** Work for a network that is over its limit of sign-ups, or of sign-ins. */
const workFor = {
  signUp: async (network: string) => doWork(challengeOf(await signUp(network))),
  signIn: async (network: string) => doWork(challengeOf(await signIn(freshEmail(), network))),
}

const REFUSED = { ok: false, error: { code: 'rate_limited' } }

describe('a network over its limit of sign-ups', () => {
  it('is asked for work from the first sign-up over it on, and goes on by it', async () => {
    const network = aNetwork()
    await use('registerByNetwork', network, 1)
    expect((await signUp(network)).ok).toBe(true)
    const refused = await signUp(network)
    expect(refused).toMatchObject({ error: { code: 'rate_limited', retryAfter: 3600 } })
    const work = await doWork(challengeOf(refused))
    expect((await signUp(network, work)).ok).toBe(true)
    expect(await signUp(network, work)).toMatchObject(REFUSED)
    expect((await signUp(aNetwork())).ok).toBe(true)
  })

  it('meets the wall after half as many again, and nothing is offered there', async () => {
    const network = aNetwork()
    await use('registerByNetwork', network)
    const [last, tooLate] = [await workFor.signUp(network), await workFor.signUp(network)]
    await use('registerByWork', network, 1)
    expect((await signUp(network, last)).ok).toBe(true)
    const wall = await signUp(network, tooLate)
    expect(wall).toMatchObject(REFUSED)
    expect([isOffered(wall), isOffered(await signUp(network))]).toEqual([false, false])
    world.ctx.now.advance(HOUR)
    expect((await signUp(network)).ok).toBe(true)
  })

  it('is offered none where the address is what refuses, nor does work lift that', async () => {
    const [network, email] = [aNetwork(), freshEmail()]
    await use('registerByAddress', email)
    await use('registerByNetwork', network)
    const work = await workFor.signUp(network)
    for (const refused of [await signUp(aNetwork(), undefined, email), await signUp(network, work, email)]) {
      expect(refused).toMatchObject(REFUSED)
      expect(isOffered(refused)).toBe(false)
    }
  })
})

describe('a network over its limit of sign-ins', () => {
  it('goes on by work, and not by that for a sign-up', async () => {
    const [network, email] = [aNetwork(), await somebody()]
    await use('loginByNetwork', network, 1)
    await use('registerByNetwork', network)
    expect((await signIn(email, network)).ok).toBe(true)
    expect(told(await signIn(email, network))).toMatchObject({ retryAfter: 900, work: 'offered' })
    expect(await signIn(email, network, { work: await workFor.signUp(network) })).toMatchObject(REFUSED)
    expect((await signIn(email, network, { work: await workFor.signIn(network) })).ok).toBe(true)
  })

  it('meets the wall after half as many again', async () => {
    const [network, email] = [aNetwork(), await somebody()]
    await use('loginByNetwork', network)
    const works = [await workFor.signIn(network), await workFor.signIn(network)]
    await use('loginByWork', network, 1)
    const both = await Promise.all(works.map((work) => signIn(email, network, { work })))
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect(isOffered(await signIn(email, network))).toBe(false)
    world.ctx.now.advance(15 * MINUTE)
    expect((await signIn(email, network)).ok).toBe(true)
  })

  // ASVS 6.3.1
  it('guesses at an account no oftener for it', async () => {
    const [network, email] = [aNetwork(), await somebody()]
    const { hits } = LIMITS.loginByAccountAndNetwork
    for (let index = 0; index < hits; index += 1) await signIn(email, network, { password: WRONG })
    await use('loginByNetwork', network)
    const work = await workFor.signIn(network)
    const refused = await signIn(email, network, { work })
    expect(refused).toMatchObject(REFUSED)
    expect(isOffered(refused)).toBe(false)
  })
})

describe('a network over its failures at many accounts', () => {
  it('is asked for work whatever was given: account or none, right or wrong', async () => {
    const [network, email] = [aNetwork(), await somebody()]
    await spray(network, LIMITS.loginFailuresByNetwork.hits)
    const [right, wrong, unknown] = [
      await signIn(email, network),
      await signIn(email, network, { password: WRONG }),
      await signIn(freshEmail(), network, { password: WRONG }),
    ]
    expect(told(right)).toMatchObject({ code: 'rate_limited', work: 'offered' })
    expect([told(wrong), told(unknown)]).toEqual([told(right), told(right)])
    expect(Object.keys(challengeOf(right).parameters)).toEqual(Object.keys(challengeOf(unknown).parameters))
  })

  it('lets somebody new to it in by work', async () => {
    const [network, email] = [aNetwork(), await somebody()]
    await spray(network, LIMITS.loginFailuresByNetwork.hits)
    expect(await signIn(email, network)).toMatchObject(REFUSED)
    expect((await signIn(email, network, { work: await workFor.signIn(network) })).ok).toBe(true)
  })

  it('stays over them for others, whatever was guessed by work meanwhile', async () => {
    const network = aNetwork()
    await spray(network, LIMITS.loginFailuresByNetwork.hits)
    world.ctx.now.advance(5 * MINUTE)
    const work = await workFor.signIn(network)
    const guessed = await signIn(freshEmail(), network, { password: WRONG, work })
    expect(guessed).toMatchObject({ error: { code: 'invalid_credentials' } })
    expect(told(await signIn(freshEmail(), network))).toMatchObject({ retryAfter: 600, work: 'offered' })
  })

  it('has fifteen more by work, and then the right password is refused like a wrong one', async () => {
    const [network, email] = [aNetwork(), await somebody()]
    await spray(network, LIMITS.loginFailuresByNetwork.hits)
    const works = await Promise.all(Array.from({ length: 3 }, () => workFor.signIn(network)))
    await spray(network, LIMITS.loginFailuresByWork.hits, () => workFor.signIn(network))
    const outcomes = [
      await signIn(email, network, { work: works[0] }),
      await signIn(email, network, { work: works[1], password: WRONG }),
      await signIn(freshEmail(), network, { work: works[2] }),
    ]
    const [first] = outcomes.map(told)
    expect(first).toMatchObject({ code: 'rate_limited', work: false })
    expect(outcomes.map(told)).toEqual([first, first, first])
    expect(isOffered(await signIn(email, network))).toBe(false)
  })
})

it('a proof that does not count is as good as none, on either side of the limit', async () => {
  const [network, email] = [aNetwork(), await somebody()]
  expect((await signIn(email, network, { work: 'nonsense' })).ok).toBe(true)
  await use('loginByNetwork', network)
  expect(isOffered(await signIn(email, network, { work: 'nonsense' }))).toBe(true)
  const work = await workFor.signIn(network)
  world.ctx.now.advance(15 * MINUTE - SECOND)
  expect(isOffered(await signIn(email, network, { work }))).toBe(true)
})
