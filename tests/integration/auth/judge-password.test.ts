import { describe, expect, it } from 'vitest'
import { judgePassword } from '../../../lib/auth/judge-password'
import { nameShown } from '../../../lib/session/shown'
import { call } from '../../support/api'
import { aRegisteredUser, aVisitor, freshEmail } from '../../support/world'
import { aWorld, sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ isServed: true })

const judge = async (json: unknown, language = 'en') => {
  const response = await call('POST', '/api/auth/judge-password', {
    json,
    headers: { 'accept-language': language },
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

describe('a password judged while it is typed', () => {
  // ASVS 6.1.2, 6.2.4, 6.2.11
  it.each([
    ['court', 'password_too_short'],
    ['azertyuiop', 'password_common'],
    ['Jean.Dupont1', 'password_personal'],
    ['soleil-mer', 'password_weak'],
    ['une phrase de passe assez longue', 'strong'],
  ])('%s: %s, as the sign-up would say', async (password, verdict) => {
    const { body } = await judge({ password, name: 'Jean Dupont', email: 'jean.dupont@example.com' })
    expect(body).toEqual({ verdict, detail: expect.stringMatching(/^This password/) })
  })

  it('speaks the person’s language', async () => {
    const { body } = await judge({ password: 'une phrase de passe assez longue' }, 'fr')
    expect(body.detail).toBe('Ce mot de passe convient.')
  })

  it('takes half-typed names and addresses', async () => {
    expect((await judge({ password: 'assez long pour passer', name: '', email: 'jean@' })).status).toBe(200)
  })

  it('knows the account behind a sealed name, and nothing behind another', async () => {
    const { user } = await aRegisteredUser(world, freshEmail())
    const owner = nameShown(world.ctx, user)
    expect((await judge({ password: 'Jean-Dupont-1', owner })).body.verdict).toBe('password_personal')
    expect((await judge({ password: 'Jean-Dupont-1', owner: `x${owner}` })).body.verdict).not.toBe(
      'password_personal',
    )
  })

  // ASVS 14.2.1, 16.2.5
  it('leaves no trace of the password: not in the log, not in the database', async () => {
    const password = 'zq7-trace-of-a-password'
    const rows = async () =>
      (await world.pool.query('select count(*)::int as n from users, events')).rows[0].n
    const before = await rows()
    await judge({ password })
    expect(await rows()).toBe(before)
    expect(world.logged.join('\n')).toContain('/api/auth/judge-password')
    expect(world.logged.join('\n')).not.toContain('zq7-trace')
  })

  it('is limited by network, and by no other', async () => {
    const { ctx } = await aWorld({ env: { RATE_LIMIT_SCALE: '0.005' } })
    const from = (network: string) =>
      judgePassword(ctx, { password: 'x', name: '', email: '' }, aVisitor({ network }))
    const answers = []
    for (let count = 0; count < 4; count += 1) answers.push((await from('192.0.2.1')).ok)
    expect(answers).toEqual([true, true, true, false])
    expect((await from('192.0.2.2')).ok).toBe(true)
  })
})
