import type { App } from '../support/app'
import { query } from './steps'

/** Fills the page of receivers: one that is on and one that is off, deliveries of each state. @returns the dead one's number */
export async function fillWebhooks(app: App): Promise<number> {
  await query(app, 'delete from webhook_endpoints')
  await query(
    app,
    `insert into webhook_endpoints (url, events, secret, off_at, off_reason) values
       ('https://studio.huntaze.example/events', '{user.*,session.ended}', '\\x00', null, null),
       ('https://old.huntaze.example/a/long/way/to/the/events/of/this/receiver', '{*}', '\\x00', now(), 'gone')`,
  )
  await query(
    app,
    `insert into webhook_events (type, subject)
     select 'user.verified', 'usr_' || n from generate_series(1, 3) n`,
  )
  const rows = await query(
    app,
    `with newest as (select d.id, row_number() over (order by d.id desc) as place from webhook_deliveries d)
     update webhook_deliveries d set attempts = 17, due_at = now() + interval '1 hour',
       status = (array['dead', 'sent', 'queued'])[place],
       last_status = (array[500, 204, null])[place], last_error = (array['HTTP_500', null, 'TIMEOUT'])[place],
       settled_at = case when place < 3 then now() end
     from newest where newest.id = d.id and place <= 3 returning d.id, d.status`,
  )
  return Number((rows as { id: string; status: string }[]).find(({ status }) => status === 'dead')?.id)
}
