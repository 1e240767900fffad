import { call } from '../api'
import type { Init } from '../api-requests'
import { aVerifiedUser, freshEmail, type World } from '../world'

const PATH = '/api/auth/token'
/** Configured for every world of the tests. */
const AUDIENCE = 'shop'

const ask = async (world: World, audience: string): Promise<Init> => {
  const { jwt } = await aVerifiedUser(world, freshEmail())
  return { headers: { cookie: `auth-token=${jwt}` }, json: { audience } }
}

/** The request that the route of service tokens takes. */
export const SERVICE_TOKEN_REQUESTS: Record<string, (scene: { world: World }) => Promise<Init>> = {
  [`POST ${PATH}`]: ({ world }) => ask(world, AUDIENCE),
}

/** How its other answers are met. */
export const serviceTokenAnswers = (world: World): Record<string, () => Promise<Response>> => ({
  [`POST ${PATH} 400 unknown_audience`]: async () => call('POST', PATH, await ask(world, 'nobody')),
})
