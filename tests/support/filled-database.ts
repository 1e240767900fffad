import { Client, escapeIdentifier, type Pool } from 'pg'

export type Size = { users: number; sessions: number; messages: number; days: number }

/** The size of an installation: most people at ten domains, a tail of ten thousand domains, two instances. */
const statements = ({ users, sessions, messages, days }: Size): string[] => [
  `insert into users (email, name, password_hash, email_verified, created_at, updated_at, last_seen_at)
   select 'person' || i || '@' || case when i % 10 < 6 then 'big' || i % 10 when i % 10 < 9 then 'middle' || i % 197
     else 'small' || i end || '.example', 'Person ' || i, repeat('x', 60), i % 5 <> 0, born,
     born + make_interval(secs => 2 ^ (4 + 12 * ((i * 7919::bigint) % 1000) / 1000.0)),
     case when i % 3 = 0 then now() - make_interval(secs => i % 80000) else born end
   from (select i, now() - (i::float8 / ${users}) * interval '${days} days' as born from generate_series(1, ${users}) i) p`,
  `insert into sessions (id, user_id, token_hash, expires_at)
   select 's' || i, 1 + i % ${users}, decode(md5(i::text), 'hex'), now() + make_interval(secs => i % 604800)
   from generate_series(1, ${sessions}) i`,
  `insert into email_messages (user_id, kind, status, bounce_type, recipient_hash, attempts, due_at, created_at,
     settled_at, last_event_at, provider_message_id)
   select 1 + i % ${users}, case when i % 2 = 0 then 'verification' else 'welcome' end, status,
     case status when 'bounced' then case when i % 40 = 0 then 'hard' else 'soft' end end,
     decode(md5(i::text), 'hex'), 1, at, at, at, at, 'p' || i
   from (select i, now() - ((i * 7919::bigint) % ${messages})::float8 / ${messages} * interval '${days} days' as at,
     case when i % 20 = 0 then 'bounced' when i % 3 = 0 then 'sent' when i % 997 = 0 then 'complained' else 'delivered' end
       as status from generate_series(1, ${messages}) i) m`,
  `insert into email_messages (user_id, kind, status, sealed, due_at, created_at)
   select i, 'welcome', 'queued', '\\x00', now(), now() from generate_series(1, 200) i`,
  `insert into signups (user_id, at, domain, mailed, delivered)
   select id, date_trunc('minute', created_at), substring(email from '[^@]*$'), true, true from users`,
  `insert into tallies select 0, kind, 'infinity', '', 0, amount from (
     select 'users', count(*) from users union all select 'users_verified', count(*) from users where email_verified
   ) t (kind, amount)`,
  `insert into tallies
   select step, kind, date_bin(make_interval(secs => step), at, 'epoch'), domain,
     case when kind = 'signup_verified' then bucket else 0 end, sum(n)
   from (
     select date_trunc('minute', created_at) as at, substring(email from '[^@]*$') as domain, email_verified,
       duration_bucket(extract(epoch from updated_at - created_at)) as bucket, count(*) as n
     from users group by 1, 2, 3, 4
   ) people cross join (values (60), (3600), (86400)) s (step)
     cross join (values ('signup'), ('signup_mailed'), ('signup_delivered'), ('signup_verified')) k (kind)
   where kind <> 'signup_verified' or email_verified group by 1, 2, 3, 4, 5`,
  `insert into tallies
   select step, kind, date_bin(make_interval(secs => step), at, 'epoch'), '', 0, sum(n)
   from (
     select date_trunc('minute', settled_at) as at, status, bounce_type, count(*) as n
     from email_messages where settled_at is not null group by 1, 2, 3
   ) mail cross join (values (60), (900), (3600)) s (step)
     cross join (values ('mail_sent'), ('mail_delivered'), ('mail_bounced_hard'), ('mail_bounced_soft'), ('mail_complaint')) k (kind)
   where case kind when 'mail_sent' then true
     when 'mail_delivered' then status in ('delivered', 'complained') when 'mail_complaint' then status = 'complained'
     else status = 'bounced' and kind = 'mail_bounced_' || bounce_type end group by 1, 2, 3`,
  `insert into request_counts
   select step, at, instance, 900, 1, 9000, array[0, 100, 200, 300, 200, 50, 30, 10, 5, 3, 2, 0, 0, 0]
   from (values (60), (900), (3600)) s (step), (values ('one'), ('two')) i (instance),
     generate_series(date_bin(make_interval(secs => step), now() - interval '${days} days', 'epoch'), now(), make_interval(secs => step)) at`,
  `insert into gauges
   select step, name, at, 50, 1
   from (values (60), (900), (3600)) s (step),
     unnest(string_to_array('connections connectionsLimit cpu storage storageLimit queriesPerSecond queued oldestQueued deadRate instances cleanUpAge eventsWaiting eventsOldest eventsDead total verified pending active disabled _transactions _countedAt _sampled', ' ')) name,
     generate_series(date_bin(make_interval(secs => step), now() - interval '${days} days', 'epoch'), now() - interval '1 minute', make_interval(secs => step)) at`,
  `insert into tallies
   select step, replace(kind, 'signup', 'people'), at, '', bucket, sum(amount) from tallies
   where step > 0 and kind like 'signup%' group by 1, 2, 3, 5`,
  `insert into tallies
   select step, 'beat', at, '', 0, step / 60 from (values (60), (900), (3600)) s (step),
     generate_series(date_bin(make_interval(secs => step), now() - interval '${days} days', 'epoch'), now(), make_interval(secs => step)) at`,
  `insert into beat_minutes
   select generate_series(date_trunc('minute', now() - interval '${days} days'), now(), interval '1 minute')`,
]

/** Those that no constraint owns: made anew after the rows in a fraction of the time. */
const INDEXES = `
  select indexname, indexdef from pg_indexes where schemaname = 'public'
    and not exists (select from pg_constraint where conindid = format('%I', indexname)::regclass)`

/** Fills an empty migrated database as its superuser; counts are stored ready-made, as if they had been folded. */
export async function fillDatabase(pool: Pool, size: Size): Promise<void> {
  const client = new Client({ connectionString: pool.options.connectionString })
  await client.connect()
  try {
    await client.query(
      `set session_replication_role = replica; set work_mem = '256MB'; set maintenance_work_mem = '512MB'`,
    )
    const { rows: indexes } = await client.query<{ indexname: string; indexdef: string }>(INDEXES)
    for (const { indexname } of indexes) await client.query(`drop index ${escapeIdentifier(indexname)}`)
    for (const statement of statements(size)) await client.query(statement)
    for (const { indexdef } of indexes) await client.query(indexdef)
    await client.query('vacuum (analyze)')
  } finally {
    await client.end()
  }
}
