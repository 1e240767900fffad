import { describe, expect, it } from 'vitest'
import { register } from '../../../lib/auth/register'
import { DAY, MINUTE, SECOND } from '../../../lib/kernel/clock'
import { type EmailAddress, toEmailAddress } from '../../../lib/kernel/email-address'
import type { Result } from '../../../lib/kernel/result'
import { LIMITS } from '../../../lib/limit/table'
import { login } from '../../support/entries'
import { aRegisteredUser, aVisitor, expectOk, freshEmail, PASSWORD } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

/** The network that `aRegisteredUser` signs up from. */
const HOME = '192.0.2.1'

const world = sharedWorld()
const somebody = () => aRegisteredUser(world, freshEmail())

let networks = 0
const aNetwork = (): string => {
  networks += 1
  return `203.0.113.${networks}`
}

const signIn = (email: string, network: string, password = PASSWORD, deviceMark: string | null = null) =>
  login(world.ctx, { email: toEmailAddress(email), password, deviceMark }, aVisitor({ network }))

const guess = (email: string, network: string) => signIn(email, network, 'not the passphrase')
const strangers = (count: number): EmailAddress[] => Array.from({ length: count }, () => freshEmail())

/** Guesses until `failures` are counted, in turn at each of the accounts. */
async function spray(network: string, failures: number, accounts: string[]) {
  const codes: string[] = []
  for (let index = 0; index < failures; index += 1) {
    const result = await guess(accounts[index % accounts.length] ?? '', network)
    if (!result.ok) codes.push(result.error.code)
  }
  return codes
}

/** People who signed up elsewhere, each from a network of their own. */
const pupils = (count: number) =>
  Promise.all(
    Array.from({ length: count }, async () => {
      const input = { name: 'Jeanne', email: freshEmail(), password: PASSWORD }
      return expectOk(await register(world.ctx, input, aVisitor({ network: aNetwork() }))).user
    }),
  )

const USED_UP = { ok: false, error: { code: 'rate_limited' } }
/** A refusal without the random bytes of its challenge. */
const told = (outcome: Result<unknown>) =>
  outcome.ok || { ...outcome.error, work: outcome.error.work !== undefined }

const WRONG = { ok: false, error: { code: 'invalid_credentials' } }

describe('guesses of one network at many accounts', () => {
  // ASVS 2.3.2, 2.4.1, 6.3.1
  it('end after thirty failures over ten accounts, known or not, for the rest of a quarter of an hour', async () => {
    const network = aNetwork()
    const people = [(await somebody()).email, (await somebody()).email, ...strangers(8)]
    expect(await spray(network, 30, people)).toEqual(Array(30).fill('invalid_credentials'))
    world.ctx.now.advance(5 * MINUTE)
    for (const email of [people[0] ?? '', people[9] ?? '', freshEmail(), (await somebody()).email])
      expect(await guess(email, network)).toMatchObject({ error: { code: 'rate_limited', retryAfter: 600 } })
    world.ctx.now.advance(10 * MINUTE - SECOND)
    expect(await guess(freshEmail(), network)).toMatchObject({ error: { retryAfter: 1 } })
    world.ctx.now.advance(SECOND)
    expect(await guess(freshEmail(), network)).toEqual(WRONG)
  })

  it('at nine accounts are left to the limits of each account', async () => {
    const network = aNetwork()
    const nine = strangers(9)
    await spray(network, 45, nine)
    expect(await guess(nine[0] ?? '', network)).toEqual(WRONG)
    expect(await guess(freshEmail(), network)).toMatchObject(USED_UP)
  })

  // ASVS 2.3.4, 15.4.2
  it('many at once never pass the limit', async () => {
    const network = aNetwork()
    const results = await Promise.all(strangers(60).map((email) => guess(email, network)))
    expect(
      results.filter((result) => !result.ok && result.error.code === 'invalid_credentials'),
    ).toHaveLength(30)
  })

  it('a new window knows nothing of the accounts of the last one, and counts them anew', async () => {
    const network = aNetwork()
    const people = strangers(15)
    await spray(network, 2, people)
    world.ctx.now.advance(15 * MINUTE - SECOND)
    await spray(network, 28, people.slice(2))
    expect(await guess(freshEmail(), network)).toMatchObject(USED_UP)
    world.ctx.now.advance(SECOND)
    expect(await spray(network, 31, people)).toEqual([
      ...Array(30).fill('invalid_credentials'),
      'rate_limited',
    ])
  })

  it('tell the guesser nothing once they are over: the right password is refused like a wrong one', async () => {
    const network = aNetwork()
    await spray(network, 30, strangers(10))
    const { email } = await somebody()
    expect(told(await signIn(email, network))).toEqual(told(await guess(email, network)))
    expect(told(await signIn(email, network))).toEqual(told(await guess(freshEmail(), network)))
  })

  it('are refused after the same work for every address', async () => {
    const network = aNetwork()
    await spray(network, 30, strangers(10))
    let hashes = 0
    const { passwords } = world.ctx
    const verify: typeof passwords.verify = (...given) => {
      hashes += 1
      return passwords.verify(...given)
    }
    const counting = { ...world.ctx, passwords: { ...passwords, verify } }
    for (const email of [(await somebody()).email, freshEmail()])
      await login(counting, { email, password: 'wrong' }, aVisitor({ network }))
    expect(hashes).toBe(2)
  })
})

describe('somebody who shares the network of a guesser and types right', () => {
  it('signs in from a browser that did so before', async () => {
    const network = aNetwork()
    const { email } = await somebody()
    const { deviceMark } = expectOk(await signIn(email, HOME))
    await spray(network, 31, strangers(10))
    expectOk(await signIn(email, network, PASSWORD, deviceMark))
  })

  it('signs in from any browser where this account was signed in from before, for thirty days', async () => {
    const network = aNetwork()
    const { email } = await somebody()
    expectOk(await signIn(email, network))
    world.ctx.now.advance(30 * DAY - SECOND)
    await spray(network, 31, strangers(10))
    expect(await guess(email, network)).toMatchObject(USED_UP)
    expectOk(await signIn(email, network))
    world.ctx.now.advance(30 * DAY)
    await spray(network, 31, strangers(10))
    expect(await signIn(email, network)).toMatchObject(USED_UP)
  })

  it('signs in where the account was made', async () => {
    const { email } = await somebody()
    await spray(HOME, 31, strangers(10))
    expectOk(await signIn(email, HOME))
    world.ctx.now.advance(15 * MINUTE)
  })

  it('is no failure: a company may sign in as one', async () => {
    const network = aNetwork()
    for (let person = 0; person < 40; person += 1) expectOk(await signIn((await somebody()).email, network))
    expect(await spray(network, 31, strangers(10))).toEqual([
      ...Array(30).fill('invalid_credentials'),
      'rate_limited',
    ])
  })

  it('is no failure where a whole class signs in at the same moment', async () => {
    const network = aNetwork()
    const people = await pupils(45)
    const results = await Promise.all(people.map(({ email }) => signIn(email, network)))
    expect(results.filter(({ ok }) => !ok)).toEqual([])
  })

  it('at last: the slips before do not count either', async () => {
    const network = aNetwork()
    for (let person = 0; person < 12; person += 1) {
      const { email } = await somebody()
      await spray(network, 3, [email])
      expectOk(await signIn(email, network))
    }
    expect(await spray(network, 30, strangers(10))).toEqual(Array(30).fill('invalid_credentials'))
  })

  it('is no failure while we are too busy to check the password', async () => {
    const network = aNetwork()
    const verify = () => Promise.reject(new Error('busy'))
    const busy = { ...world.ctx, passwords: { ...world.ctx.passwords, verify } }
    const people = await pupils(31)
    const attempt = (email: string) =>
      login(busy, { email: toEmailAddress(email), password: PASSWORD }, aVisitor({ network }))
    for (const { email } of people) await expect(attempt(email)).rejects.toThrow('busy')
    expectOk(await signIn(people[0]?.email ?? '', network))
  })

  it('takes back nobody else’s failures', async () => {
    const network = aNetwork()
    const { email: own } = await somebody()
    await spray(network, 30, strangers(10))
    for (let round = 0; round < 3; round += 1) {
      expectOk(await signIn(own, HOME))
      await signIn(own, network)
    }
    expect(await guess(freshEmail(), network)).toMatchObject(USED_UP)
  })
})

it('the limits are as written', () => {
  expect([LIMITS.loginFailuresByNetwork, LIMITS.loginFailedAccountsByNetwork]).toEqual([
    { hits: 30, window: 15 * MINUTE },
    { hits: 9, window: 15 * MINUTE },
  ])
})
