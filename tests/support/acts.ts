import { expect } from 'vitest'
import { recipientHash, suppress } from '../../lib/email/report/suppression'
import { toEmailAddress } from '../../lib/kernel/email-address'
import { login } from './entries'
import { newestMessage } from './messages'
import { aVisitor, PASSWORD, type TestUser, type World } from './world'

export const refusal = (code: string) => ({ ok: false, error: { code } })

export const signIn = ({ ctx }: World, email: string) =>
  login(ctx, { email: toEmailAddress(email), password: PASSWORD }, aVisitor())

/** How many messages left for this address. */
export const mailTo = ({ ctx }: World, email: string): number =>
  ctx.mail.sent.filter(({ to }) => to === email).length

/** Makes the address one that bounced for good. */
export async function suppressAddress(world: World, { user, email }: TestUser): Promise<void> {
  const { id } = await newestMessage(world, user.id)
  await suppress(world.ctx, { recipientHash: recipientHash(email), reason: 'bounce', messageId: id })
}

/** No column of the history tells who somebody is, and it has more rows than `rowCount`. */
export async function expectNobodyNamed({ pool }: World, rowCount: number): Promise<void> {
  const { rows } = await pool.query('select * from events')
  expect(rows.length).toBeGreaterThan(rowCount)
  expect(JSON.stringify(rows)).not.toMatch(/@|Jean|Dupont/)
}
