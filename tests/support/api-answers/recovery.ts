import { HOUR } from '../../../lib/kernel/clock'
import { mintLink } from '../../../lib/link/mint'
import { call } from '../api'
import { aRegisteredUser, freshEmail, PASSWORD, type World } from '../world'

const NEW = 'une tout autre phrase de passe'

type Twice = (ask: () => Promise<Response>) => Promise<Response>

const reset = (token: string) => call('POST', '/api/auth/reset-password', { json: { token, password: NEW } })

/** Requests for the answers about forgotten passwords that need a state of their own. */
export function recoveryAnswers(world: World, twice: Twice): Record<string, () => Promise<Response>> {
  const linked = async () => {
    const { user } = await aRegisteredUser(world, freshEmail())
    return { user, token: (await mintLink(world.ctx, 'reset_password', user)).token }
  }
  return {
    'POST /api/auth/forgot-password 429 rate_limited': () =>
      twice(() => call('POST', '/api/auth/forgot-password', { json: { email: freshEmail() } })),
    'POST /api/auth/judge-password 429 rate_limited': () =>
      twice(() => call('POST', '/api/auth/judge-password', { json: { password: PASSWORD } })),
    'POST /api/auth/reset-password 400 invalid_token': () => reset('0'.repeat(64)),
    'POST /api/auth/reset-password 400 token_expired': async () => {
      const { token } = await linked()
      world.ctx.now.advance(HOUR)
      return reset(token)
    },
    'POST /api/auth/reset-password 400 token_used': async () => {
      const { token } = await linked()
      await reset(token)
      return reset(token)
    },
    'POST /api/auth/reset-password 403 account_disabled': async () => {
      const { token, user } = await linked()
      await world.pool.query('update users set disabled_at = now() where id = $1', [user.id])
      return reset(token)
    },
    'POST /api/auth/reset-password 429 rate_limited': () => twice(() => reset('0'.repeat(64))),
  }
}
