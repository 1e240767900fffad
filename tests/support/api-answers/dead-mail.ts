import { call } from '../api'
import { anOperator } from '../operators'
import { aRegisteredUser, freshEmail, PASSWORD, type TestUser, type World } from '../world'

type Twice = (ask: () => Promise<Response>) => Promise<Response>

const PATH = '/api/monitoring/emails'

const as = ({ jwt }: Pick<TestUser, 'jwt'>) => ({ headers: { cookie: `auth-token=${jwt}` } })

const act = (person: Pick<TestUser, 'jwt'>, json: object) => call('POST', PATH, { ...as(person), json })

/** A message that died, after `change` to it or to its account. */
async function aDeadMessage(world: World, change = ''): Promise<number> {
  const { user } = await aRegisteredUser(world, freshEmail())
  const { rows } = await world.pool.query(
    `update email_messages set status = 'dead', last_error = 'PolicyRefused' where user_id = $1 returning id`,
    [user.id],
  )
  const id = Number(rows[0].id)
  await world.pool.query(change.replaceAll('$user', String(user.id)).replaceAll('$id', String(id)))
  return id
}

/** The request that the route takes. */
export const deadMailRequest = async (world: World) => ({
  ...as(await anOperator(world)),
  json: { act: 'resend', id: await aDeadMessage(world), password: PASSWORD },
})

/** A change that makes each refusal true. */
const CHANGES = {
  recipient_gone: 'update email_messages set user_id = null where id = $id',
  recipient_disabled: 'update users set disabled_at = now() where id = $user',
  recipient_moved: `update users set email = 'moved-$user@example.com' where id = $user`,
  recipient_suppressed: `insert into email_suppressions (recipient_hash, reason, created_at)
    select recipient_hash, 'bounce', now() from email_messages where id = $id`,
  message_superseded: `insert into email_messages (user_id, kind, status, due_at) values ($user, 'verification', 'sent', now())`,
  message_answered: 'update users set email_verified = true where id = $user',
  content_erased: `update email_messages set kind = 'new_device' where id = $id`,
}

/** How its other answers are met. `twice`: where one is the limit. */
export function deadMailAnswers(world: World, twice: Twice): Record<string, () => Promise<Response>> {
  const nothing = { act: 'resend_cause', cause: 'Nothing' }
  const refusals = Object.entries(CHANGES).map(([code, change]) => [
    `POST ${PATH} 409 ${code}`,
    async () => act(await anOperator(world), { act: 'resend', id: await aDeadMessage(world, change) }),
  ])
  return {
    ...Object.fromEntries(refusals),
    [`POST ${PATH} 403 forbidden`]: async () => act(await aRegisteredUser(world, freshEmail()), nothing),
    [`POST ${PATH} 403 proof_needed`]: async () =>
      act(await anOperator(world), { ...nothing, password: 'not the passphrase' }),
    [`POST ${PATH} 404 not_found`]: async () =>
      act(await anOperator(world), { act: 'resend', id: 999_999_999 }),
    [`POST ${PATH} 409 nothing_to_do`]: async () => act(await anOperator(world), nothing),
    [`POST ${PATH} 409 changed_meanwhile`]: async () =>
      act(await anOperator(world), { ...nothing, account: 'somebody-else', password: PASSWORD }),
    [`POST ${PATH} 429 rate_limited`]: async () => {
      const operator = await anOperator(world)
      return twice(() => act(operator, { ...nothing, password: 'not the passphrase' }))
    },
  }
}
