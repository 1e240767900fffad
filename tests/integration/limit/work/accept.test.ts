import { randomBytes } from 'node:crypto'
import { createChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { beforeAll, describe, expect, it } from 'vitest'
import { SECOND } from '../../../../lib/kernel/clock'
import type { CoreContext } from '../../../../lib/kernel/context'
import { LIFETIMES } from '../../../../lib/kernel/lifetimes'
import type { Challenge } from '../../../../lib/kernel/result'
import { acceptWork } from '../../../../lib/limit/work/accept'
import { makeChallenge, placeNames, signingKeys, WORK } from '../../../../lib/limit/work/challenge'
import { doWork, solve, workOf } from '../../../support/work'
import { sharedWorld } from '../../../support/world-lifetime'

const world = sharedWorld()
const PLACE = { purpose: 'sign_in', network: '203.0.113.1' } as const

const fresh = () => makeChallenge(world.ctx, PLACE)
const accept = (
  work: string,
  place: Parameters<typeof acceptWork>[1] = PLACE,
  ctx: CoreContext = world.ctx,
) => acceptWork(ctx, place, work)

/** The same context with these secrets. */
const withSecrets = (...authSecrets: string[]): CoreContext => ({
  ...world.ctx,
  env: { ...world.ctx.env, authSecrets },
})

describe('a proof of work', () => {
  // ASVS 2.3.3, 15.4.2
  it('counts once, however many use it at once', async () => {
    const work = await doWork(await fresh())
    const uses = await Promise.all(Array.from({ length: 20 }, () => accept(work)))
    expect(uses.filter((isFirst) => isFirst)).toHaveLength(1)
    expect(await accept(work)).toBe(false)
  })

  it('counts once in whatever spelling', async () => {
    const challenge = await fresh()
    const first = await solve(challenge)
    expect(await accept(workOf(challenge, first))).toBe(true)
    expect(await accept(workOf(challenge, await solve(challenge, first.counter + 1)))).toBe(false)
    const { parameters, signature } = challenge
    const turned = Object.fromEntries(Object.entries(parameters).reverse())
    expect(await accept(workOf({ parameters: turned, signature }, first))).toBe(false)
  })

  it('is for one kind of request from one network', async () => {
    const work = await doWork(await fresh())
    expect(await accept(work, { ...PLACE, purpose: 'sign_up' })).toBe(false)
    expect(await accept(work, { ...PLACE, network: '203.0.113.2' })).toBe(false)
    expect(await accept(work)).toBe(true)
  })

  it('counts within its time, and is remembered as long', async () => {
    const [early, late] = [await fresh(), await fresh()]
    world.ctx.now.advance(LIFETIMES.work - SECOND)
    expect(await accept(await doWork(early))).toBe(true)
    const { rows } = await world.pool.query('select max(expires_at) as end from used_work')
    expect(rows[0].end).toEqual(new Date(world.ctx.now().getTime() + SECOND))
    world.ctx.now.advance(SECOND)
    expect(await accept(await doWork(late))).toBe(false)
  })

  it('outlives a change of the secret, and ends with its own', async () => {
    const [older = '', newer] = [world.ctx.env.authSecrets[0], randomBytes(32).toString('base64url')]
    const work = await doWork(await fresh())
    expect(await accept(work, PLACE, withSecrets(newer))).toBe(false)
    expect(await accept(work, PLACE, withSecrets(newer, older))).toBe(true)
  })

  it('writes a line that names neither network nor person', async () => {
    await accept(await doWork(await fresh()))
    const line = world.logged.filter((text) => text.includes('work_accepted')).at(-1) ?? ''
    expect(JSON.parse(line)).toMatchObject({ level: 'info', event: 'work_accepted', kind: 'sign_in' })
    expect(line).not.toContain(PLACE.network)
  })
})

describe('a forged proof is none:', () => {
  let challenge: Challenge
  let solution: Awaited<ReturnType<typeof solve>>
  beforeAll(async () => {
    challenge = await fresh()
    solution = await solve(challenge)
  })

  it('another signature, or none', async () => {
    const { parameters, signature } = challenge
    for (const wrong of ['0'.repeat(64), signature.toUpperCase(), '', undefined, 1])
      expect(await accept(workOf({ parameters, signature: wrong }, solution))).toBe(false)
  })

  it('a counter that does not solve it, whatever key it names', async () => {
    const { counter, derivedKey } = await solve(challenge, 0, false)
    expect(await accept(workOf(challenge, { counter, derivedKey }))).toBe(false)
    expect(await accept(workOf(challenge, { counter, derivedKey: solution.derivedKey }))).toBe(false)
    expect(await accept(workOf(challenge, { ...solution, counter: -1 }))).toBe(false)
    expect(await accept(workOf(challenge, { ...solution, counter: solution.counter + 2 ** 32 }))).toBe(false)
  })

  it.each<[string, () => Partial<Challenge['parameters']>]>([
    ['fewer iterations', () => ({ cost: 1 })],
    ['a shorter prefix', () => ({ keyPrefix: '0' })],
    ['another algorithm', () => ({ algorithm: 'PBKDF2/SHA-512' })],
    ['a later end', () => ({ data: { ...challenge.parameters.data, until: 2 ** 50 } })],
  ])('a challenge with %s', async (_, more) => {
    const { parameters, signature } = challenge
    const easier = { parameters: { ...parameters, ...more() }, signature }
    expect(await accept(await doWork(easier))).toBe(false)
  })

  it('a challenge of ours that is easier than today’s', async () => {
    const [place = ''] = placeNames(world.ctx, PLACE)
    const easier = await createChallenge({
      ...WORK,
      cost: 1,
      deriveKey,
      data: { place, until: world.ctx.now().getTime() + SECOND },
      hmacSignatureSecret: signingKeys(world.ctx)[0],
    })
    expect(await accept(await doWork(easier as Challenge))).toBe(false)
  })

  it('anything that is not a proof', async () => {
    const all = ['', 'x', '{}', 'null', '[]', '{"challenge":{},"solution":{}}', '{"__proto__":{}}']
    const bytes = all.map((text) => Buffer.from(text).toString('base64'))
    for (const work of [...all, ...bytes, '%'.repeat(2048), randomBytes(1500).toString('base64')])
      expect(await accept(work)).toBe(false)
  })

  it('and the true one still counts after all of them', async () => {
    expect(await accept(workOf(challenge, solution))).toBe(true)
  })
})
