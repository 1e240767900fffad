import { addEndpoint } from '../../../lib/webhook/endpoint/add'
import { call } from '../api'
import { anOperator } from '../operators'
import { aRegisteredUser, freshEmail, PASSWORD, type TestUser, type World } from '../world'

type Twice = (ask: () => Promise<Response>) => Promise<Response>

const PATH = '/api/monitoring/webhooks'

const as = ({ jwt }: Pick<TestUser, 'jwt'>) => ({ headers: { cookie: `auth-token=${jwt}` } })

const act = (person: Pick<TestUser, 'jwt'>, json: object) => call('POST', PATH, { ...as(person), json })

/** A receiver, which is on. */
async function aReceiver({ ctx }: World): Promise<number> {
  const added = await addEndpoint(ctx, { url: 'https://listener.example/events', events: ['*'] })
  if (typeof added === 'string') throw new Error(added)
  return added.id
}

/** The request that the route takes. */
export const webhookRequest = async (world: World) => ({
  ...as(await anOperator(world)),
  json: { act: 'switch_off', id: await aReceiver(world), password: PASSWORD },
})

/** How its other answers are met. `twice`: where one is the limit. */
export function webhookAnswers(world: World, twice: Twice): Record<string, () => Promise<Response>> {
  const switchOn = { act: 'switch_on', id: 999_999_999 }
  return {
    [`POST ${PATH} 403 forbidden`]: async () => act(await aRegisteredUser(world, freshEmail()), switchOn),
    [`POST ${PATH} 403 proof_needed`]: async () => {
      const operator = await anOperator(world)
      return act(operator, { ...switchOn, password: 'not the passphrase' })
    },
    [`POST ${PATH} 404 not_found`]: async () => act(await anOperator(world), switchOn),
    [`POST ${PATH} 409 nothing_to_do`]: async () =>
      act(await anOperator(world), { act: 'switch_on', id: await aReceiver(world) }),
    [`POST ${PATH} 409 changed_meanwhile`]: async () =>
      act(await anOperator(world), { ...switchOn, account: 'somebody-else', password: PASSWORD }),
    [`POST ${PATH} 429 rate_limited`]: async () => {
      const operator = await anOperator(world)
      return twice(() => act(operator, { ...switchOn, password: 'not the passphrase' }))
    },
  }
}
