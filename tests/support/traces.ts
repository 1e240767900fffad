import type { PublicUser } from '../../lib/account/account'
import { recipientHash } from '../../lib/email/report/suppression'
import type { EmailAddress } from '../../lib/kernel/email-address'
import { keyedHash, open, sha256 } from '../../lib/kernel/seal'
import { keyOf, type Subject } from '../../lib/limit/subject'
import { LIMITS, type LimitName } from '../../lib/limit/table'
import type { World } from './world'

/** All that could lead back to a person. `secrets`: tokens, JWTs, handles, codes: also looked for as hashes. */
export type Traced = {
  user: Pick<PublicUser, 'id' | 'name'>
  emails: EmailAddress[]
  secrets?: string[]
  networks?: string[]
}

/** Columns that hold the number of an account. A number elsewhere is somebody else's. */
const NUMBERS = /^(users\.id|.*\.(user_id|actor_id))$/

const bytesOf = (text: string): Buffer[] => [Buffer.from(text), sha256(text)]

function hashesOf(world: World, { user, emails, networks = [] }: Traced): Buffer[] {
  const subjects = [...emails, String(user.id)].flatMap((subject) =>
    (Object.keys(LIMITS) as LimitName[]).map((name): Subject => [name, subject]),
  )
  const places = networks.map((network) =>
    keyedHash(world.ctx.env, 'familiar-network', `${user.id} ${network}`),
  )
  return [...emails.map(recipientHash), ...subjects.map((subject) => keyOf(world.ctx, subject)), ...places]
}

/** The text behind a sealed value of the outbox or the local mailbox, or nothing. */
function opened(world: World, table: string, row: Record<string, unknown>, hex: string): string {
  const [purpose, context] =
    table === 'mailbox_messages'
      ? (['mailbox', 'mailbox'] as const)
      : (['outbox', `${row.kind}:${row.user_id}`] as const)
  return open(world.ctx.env, purpose, context, Buffer.from(hex, 'hex'))
}

/**
 * Searches every column of every table for a person: as text in any case, as bytes, as SHA-256, under the keyed hashes of limits
 * and networks, by number, and within sealed values.
 * @returns `table.column` of every find, sorted
 */
export async function tracesOf(world: World, person: Traced): Promise<string[]> {
  const { user, emails, secrets = [] } = person
  const words = [user.name, ...emails, ...secrets]
  const texts = words.map((word) => word.toLowerCase())
  const bytes = [...words.flatMap(bytesOf), ...hashesOf(world, person)].map((one) => one.toString('hex'))
  const isFound = (column: string, value: unknown, row: Record<string, unknown>): boolean => {
    if (value === null) return false
    if (NUMBERS.test(column)) return Number(value) === user.id
    const text = (typeof value === 'string' ? value : JSON.stringify(value)).toLowerCase()
    const hex = text.startsWith('\\x') ? text.slice(2) : null
    if (hex !== null && column.endsWith('.sealed'))
      return isFound('opened', opened(world, column.split('.')[0] ?? '', row, hex), row)
    return texts.some((one) => text.includes(one)) || (hex !== null && bytes.some((one) => hex.includes(one)))
  }
  const finds = new Set<string>()
  const tables = await world.pool.query(`select tablename from pg_tables where schemaname = 'public'`)
  for (const { tablename } of tables.rows) {
    const { rows } = await world.pool.query(`select to_jsonb(t) as row from "${tablename}" t`)
    for (const { row } of rows)
      for (const [name, value] of Object.entries(row))
        if (isFound(`${tablename}.${name}`, value, row)) finds.add(`${tablename}.${name}`)
  }
  return [...finds].sort()
}
