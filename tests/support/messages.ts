import type { World } from './world'

/** `providerMessageId`, `reference`: empty while the provider has not taken the message, or nobody claimed it. */
type Message = { id: number; status: string; providerMessageId: string; reference: string }

/** The newest message to an account, given by its id or its address. `kind`: the newest of this kind. */
export async function newestMessage(
  { pool }: Pick<World, 'pool'>,
  account: number | string,
  kind?: string,
): Promise<Message> {
  const { rows } = await pool.query<Message>(
    `select m.id::int, m.status, coalesce(m.provider_message_id, '') as "providerMessageId",
       coalesce(m.reference::text, '') as reference
     from email_messages m join users u on u.id = m.user_id
     where $1 in (u.id::text, u.email) and ($2::text is null or m.kind::text = $2)
     order by m.id desc limit 1`,
    [String(account), kind],
  )
  const [newest] = rows
  if (!newest) throw new Error(`no message to account ${account}`)
  return newest
}
