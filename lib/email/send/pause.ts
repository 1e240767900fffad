import { sql } from 'drizzle-orm'
import { sharedNow } from '../../db/clock'
import type { MailContext } from '../../kernel/context'
import { emailThrottle } from '../schema'

/** True for a transport with sending limits. A mail server has limits too, but does not announce them. */
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
