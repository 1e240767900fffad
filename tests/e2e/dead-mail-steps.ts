import type { App } from '../support/app'
import { query } from './steps'

/** Fills the page of lost messages: of several causes, one whose address refuses mail, one whose facts are gone. @returns the number of one that can be sent again */
export async function fillDeadMail(app: App): Promise<number> {
  const [person] = (await query(
    app,
    `insert into users (email, name, password_hash) values ('lost-' || gen_random_uuid() || '@example.com', 'Jean-Baptiste Emmanuel Dupont-Aignan', '') returning id`,
  )) as { id: string }[]
  const rows = await query(
    app,
    `insert into email_messages (user_id, kind, status, last_error, attempts, due_at, created_at, settled_at)
     select $1::bigint, kind, 'dead', cause, 100, now(), now() - interval '2 days', now() - interval '1 day'
     from (values (1, 'new_device', 'IdentityNotVerified'), (2, 'welcome', 'PolicyRefused'),
       (3, 'verification', 'IdentityNotVerified')) v (place, kind, cause) order by place returning id, kind`,
    [person?.id],
  )
  return Number((rows as { id: string; kind: string }[]).find(({ kind }) => kind === 'verification')?.id)
}
