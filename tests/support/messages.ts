import type { World } from './world'

/** A row of `email_messages`: `id` as a number, the other columns as pg reads them. */
// biome-ignore lint/suspicious/noExplicitAny: as in every row that pg reads
export type MessageRow = { id: number } & Record<string, any>

/** The newest message to an account, given by its id or its address. `kind`: the newest of this kind. */
export async function newestMessage(
  { pool }: Pick<World, 'pool'>,
  account: number | string,
  kind?: string,
): Promise<MessageRow> {
  const { rows } = await pool.query(
    `select m.* from email_messages m join users u on u.id = m.user_id
     where $1 in (u.id::text, u.email) and ($2::text is null or m.kind::text = $2)
     order by m.id desc limit 1`,
    [String(account), kind],
  )
  if (!rows[0]) throw new Error(`no message to account ${account}`)
  return { ...rows[0], id: Number(rows[0].id) }
}
