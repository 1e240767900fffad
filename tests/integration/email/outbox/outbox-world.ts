import { register } from '../../../../lib/auth/register'
import { toEmailAddress } from '../../../../lib/kernel/email-address'
import { aVisitor, expectOk, PASSWORD } from '../../../support/world'
import { worldPerTest } from '../../../support/world-lifetime'

/** A new world for each test of the file that calls this, with messages to send. */
export function outboxWorld() {
  const world = worldPerTest({ env: { RATE_LIMIT_SCALE: '100' } })

  /** Registers so many accounts, each of which has a message to send. */
  async function queue(count = 1) {
    const users = []
    for (let index = 0; index < count; index += 1) {
      const input = { name: 'Jean', email: toEmailAddress(`outbox-${index}@example.com`), password: PASSWORD }
      users.push(expectOk(await register(world.ctx, input, aVisitor())).user)
    }
    return users
  }

  const messages = async () =>
    (await world.pool.query('select *, sealed is not null as has_secrets from email_messages order by id'))
      .rows

  return { world, queue, messages }
}
