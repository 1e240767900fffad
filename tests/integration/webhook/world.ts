import { sharedWorld } from '../../support/world-lifetime'

type Row = {
  status: string
  attempts: number
  last_status: number | null
  last_error: string | null
  type: string
  subject: string
}

/** A world whose outbox of events is read as it stands. */
export function webhookWorld(options: Parameters<typeof sharedWorld>[0] = {}) {
  const world = sharedWorld(options)
  return {
    world,
    /** Events that were written, in their order. */
    async events(): Promise<{ type: string; subject: string; session: string | null; name: string }[]> {
      const { rows } = await world.pool.query(
        'select type, subject, session, name from webhook_events order by id',
      )
      return rows
    },
    async deliveries(): Promise<Row[]> {
      const { rows } = await world.pool.query(
        `select d.status, d.attempts, d.last_status, d.last_error, e.type, d.subject
         from webhook_deliveries d join webhook_events e on e.id = d.event_id order by d.event_id, d.endpoint_id`,
      )
      return rows
    },
    /** Removes endpoints and events, so that the next test starts with none. */
    async clear(): Promise<void> {
      await world.pool.query('delete from webhook_endpoints; delete from webhook_events')
    },
    /** Makes an event of somebody made up. */
    async happen(type: string, subject = 'usr_one', count = 1): Promise<void> {
      await world.pool.query(
        'insert into webhook_events (type, subject) select $1, $2 from generate_series(1, $3)',
        [type, subject, count],
      )
    },
  }
}
