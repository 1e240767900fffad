import { transaction } from '../../../../lib/db/transaction'
import { fulfilWishes } from '../../../../lib/email/dead/fulfil'
import { wishForCause } from '../../../../lib/email/dead/wish'
import { aRegisteredUser, freshEmail, type TestUser } from '../../../support/world'
import { sharedWorld } from '../../../support/world-lifetime'

type Row = {
  id: number
  kind: string
  status: string
  last_error: string | null
  resend_result: string | null
}

/** A world with dead messages. */
export function deadWorld() {
  const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' } })
  const messagesOf = async ({ user }: Pick<TestUser, 'user'>): Promise<Row[]> => {
    const { rows } = await world.pool.query(
      'select id::int, kind, status, last_error, resend_result from email_messages where user_id = $1 order by id',
      [user.id],
    )
    return rows
  }
  return {
    world,
    messagesOf,
    /** A person whose verification message was given up after many tries. */
    async aLostPerson(code = 'IdentityNotVerified'): Promise<TestUser & { message: number }> {
      const person = await aRegisteredUser(world, freshEmail())
      // As if its sending had failed until the last try.
      await world.pool.query(
        `update email_messages set status = 'dead', last_error = $2, attempts = 100, provider_message_id = null
         where user_id = $1`,
        [person.user.id, code],
      )
      const [message] = await messagesOf(person)
      return { ...person, message: message?.id ?? 0 }
    },
    wish: (cause: string) => transaction(world.ctx, (t) => wishForCause(t, cause)),
    fulfil: () => fulfilWishes(world.ctx),
  }
}
