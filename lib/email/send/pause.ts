import { sql } from 'drizzle-orm'
import { sharedNow } from '../../db/clock'
import type { MailContext } from '../../kernel/context'
import { emailThrottle } from '../schema'

/** True for a transport that refuses by limits. A mail server has some too, though it tells none. */
export const pauses = ({ name, quota }: MailContext['mail']): boolean =>
  quota !== undefined || name === 'smtp'

/** True while nobody may send, because the provider refused a message for sending too much. */
export async function isPaused(ctx: MailContext): Promise<boolean> {
  if (!pauses(ctx.mail)) return false
  const { rowCount } = await ctx.db.execute(
    sql`select from ${emailThrottle} where id = 1 and paused_until > ${sharedNow(ctx)}`,
  )
  return rowCount === 1
}
