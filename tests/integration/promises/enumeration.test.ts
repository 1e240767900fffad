import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { deliverDue } from '../../../lib/email/send/worker'
import type { EmailAddress } from '../../../lib/kernel/email-address'
import { call } from '../../support/api'
import { countFirst, isFair, pairsUntilCaught, type Side } from '../../support/pairs'
import { aVerifiedUser, freshEmail } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

/**
 * An address that has an account cannot be told from one that has none by the time of an answer. No bound on times, which a
 * busy machine breaks: of a pair that is asked about at once, how often is the known address answered first? By chance in half of
 * them; outside of the bounds of `isFair` fewer than once in a million runs. As many pairs are asked about as it takes here and now to
 * find five milliseconds, and at least these.
 */
const PAIRS = 200

/** A machine on which so many do not find five milliseconds cannot tell anything. */
const MOST = 8 * PAIRS

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '1000' }, isServed: true })

/** Accounts that are asked about, so that no limit of one account is met. */
let known: EmailAddress[]
beforeAll(async () => {
  known = []
  for (let count = 0; count < 20; count += 1) known.push((await aVerifiedUser(world, freshEmail())).email)
})

type Ask = (email: EmailAddress) => Promise<Response>

const signIn: Ask = (email) =>
  call('POST', '/api/auth/login', { json: { email, password: 'pas le bon mot de passe' } })

const forgot: Ask = (email) => call('POST', '/api/auth/forgot-password', { json: { email } })

const knownOf = (index: number): EmailAddress => known[index % known.length] ?? freshEmail()

/** One request of a pair; `more`: work for a known address alone. */
const pairOf =
  (ask: Ask, more: () => Promise<unknown> = async () => {}): Side =>
  async (index, side) => {
    await ask(side === 'a' ? knownOf(index) : freshEmail())
    if (side === 'a') await more()
  }

async function expectFair(ask: Ask, pairs: number): Promise<void> {
  // The first requests load code.
  await countFirst(pairOf(ask), 0, 10)
  const first = await countFirst(pairOf(ask), 0, pairs)
  expect(isFair(first, pairs), `the known address was first in ${first} of ${pairs}`).toBe(true)
}

describe('whether an address has an account', () => {
  // ASVS 6.3.8
  it.each([
    ['a wrong password', signIn],
    ['a forgotten password', forgot],
  ])(
    'cannot be told from the time of an answer to %s, where five milliseconds could',
    async (_name, ask) => {
      const needed = await pairsUntilCaught(
        pairOf(ask, () => sleep(5)),
        PAIRS,
        MOST,
      )
      expect(needed).not.toBeNull()
      await expectFair(ask, needed ?? PAIRS)
    },
    300_000,
  )

  it('cannot be told from the time of a forgotten password while the mail provider hangs', async () => {
    const { ctx } = world
    let release = () => {}
    const hanging = new Promise<void>((resolve) => {
      release = resolve
    })
    const send = async (): Promise<never> => {
      await hanging
      throw new Error('the provider never answered')
    }
    const away = { ...ctx, mail: { ...ctx.mail, send } }
    await deliverDue(ctx)
    const worker = work(() => deliverDue(away))
    await expectFair(forgot, PAIRS)
    release()
    await worker.stop()
  }, 300_000)

  it('cannot be told from the answer: its status, headers and length', async () => {
    for (const ask of [signIn, forgot]) {
      const answers = []
      for (const email of [knownOf(0), freshEmail()]) {
        const response = await ask(email)
        const { 'x-request-id': _, ...headers } = Object.fromEntries(response.headers)
        answers.push({ status: response.status, headers, body: await response.text() })
      }
      expect(answers[0]).toEqual(answers[1])
    }
  })

  it('cannot be told from the rows that asking leaves', async () => {
    await deliverDue(world.ctx)
    const rows = async () =>
      (
        await world.pool.query(`select (select count(*)::int from email_messages) as messages,
          (select count(*)::int from email_verification_tokens) as links, (select count(*)::int from events) as events,
          (select count(*)::int from rate_limits) as limits`)
      ).rows[0]
    const left = async (email: EmailAddress) => {
      const before = await rows()
      await forgot(email)
      const after = await rows()
      return Object.fromEntries(Object.keys(after).map((name) => [name, after[name] - before[name]]))
    }
    await forgot(freshEmail())
    expect(await left(knownOf(1))).toEqual(await left(freshEmail()))
  })
})

/** A worker beside the requests, which looks for work every few milliseconds. */
function work(turn: () => Promise<unknown>) {
  let isStopped = false
  const done = (async () => {
    while (!isStopped) {
      await turn()
      await sleep(10)
    }
  })()
  return {
    stop() {
      isStopped = true
      return done
    },
  }
}
