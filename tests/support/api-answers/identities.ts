import { randomUUID } from 'node:crypto'
import { transaction } from '../../../lib/db/transaction'
import { listIdentities } from '../../../lib/provider/find'
import { linkIdentity } from '../../../lib/provider/link'
import { offerIdentity } from '../../../lib/provider/offer'
import { call } from '../api'
import { aVerifiedUser, freshEmail, PASSWORD, type TestUser, type World } from '../world'

type Init = NonNullable<Parameters<typeof call>[2]>
type Answers = Record<string, () => Promise<Response>>
type Twice = (ask: () => Promise<Response>) => Promise<Response>

const LIST = '/api/account/identities'
const ONE = '/api/account/identities/{id}'

const person = (world: World) => aVerifiedUser(world, freshEmail())
const as = ({ jwt }: Pick<TestUser, 'jwt'>, offer?: string): Init => ({
  headers: { cookie: `auth-token=${jwt}${offer ? `; __Host-Http-auth-offer=${offer}` : ''}` },
})

const somebody = () => ({
  provider: 'google' as const,
  issuer: 'https://accounts.google.com',
  subject: randomUUID(),
})

async function withOffer(world: World, identity = somebody()): Promise<Init> {
  const { user, jwt } = await person(world)
  return as({ jwt }, await offerIdentity(world.ctx, user.id, identity))
}

/** Somebody with a linked identity, and the request that names it. */
async function withIdentity(world: World, identity = somebody()): Promise<{ init: Init; userId: number }> {
  const { user, jwt } = await person(world)
  await transaction(world.ctx, (t) => linkIdentity(t, user.id, identity))
  const [linked] = await listIdentities(world.ctx, user.id)
  return { init: { ...as({ jwt }), params: { id: linked?.id ?? '' } }, userId: user.id }
}

/** Requests that the routes of linked identities take. */
export const IDENTITY_REQUESTS: Record<string, (scene: { world: World }) => Promise<Init>> = {
  [`GET ${LIST}`]: async ({ world }) => (await withIdentity(world)).init,
  [`POST ${LIST}`]: ({ world }) => withOffer(world),
  [`DELETE ${ONE}`]: async ({ world }) => (await withIdentity(world)).init,
}

/** How their other answers are met. `twice`: where one is the limit; `busy`: while nobody can hash. */
export function identityAnswers(world: World, { twice, busy }: { twice: Twice; busy: Twice }): Answers {
  return {
    [`POST ${LIST} 404 not_found`]: async () => call('POST', LIST, as(await person(world))),
    [`POST ${LIST} 409 identity_taken`]: async () => {
      const identity = somebody()
      await withIdentity(world, identity)
      return call('POST', LIST, await withOffer(world, identity))
    },
    [`POST ${LIST} 429 rate_limited`]: async () => {
      const init = as(await person(world))
      return twice(() => call('POST', LIST, init))
    },
    [`POST ${LIST} 503 too_busy`]: async () => {
      const init = await withOffer(world)
      return busy(() => call('POST', LIST, { ...init, json: { password: PASSWORD } }))
    },
    [`DELETE ${ONE} 404 not_found`]: async () => call('DELETE', ONE, as(await person(world))),
    [`DELETE ${ONE} 409 last_way_in`]: async () => {
      const { init, userId } = await withIdentity(world)
      await world.pool.query('update users set password_hash = null where id = $1', [userId])
      return call('DELETE', ONE, init)
    },
    [`DELETE ${ONE} 429 rate_limited`]: async () => {
      const init = as(await person(world))
      return twice(() => call('DELETE', ONE, init))
    },
    [`DELETE ${ONE} 503 too_busy`]: async () => {
      const { init } = await withIdentity(world)
      return busy(() => call('DELETE', ONE, { ...init, json: { password: PASSWORD } }))
    },
  }
}
