import type { Client } from 'pg'

type Line = { table: string; line: string }

const COLUMNS = `
  select c.relname as table,
    format('  %I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
      case when a.attnotnull then ' not null' end,
      case when a.attidentity = 'a' then ' generated always as identity'
        when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) end) as line
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attnum > 0 and not a.attisdropped
  order by c.relname collate "C", a.attnum`

/** Not-null constraints (type n) are rows of their own from PostgreSQL 18 on; the columns say it already. */
const CONSTRAINTS = `
  select c.relname as table, format('  constraint %I %s', k.conname, pg_get_constraintdef(k.oid)) as line
  from pg_constraint k
  join pg_class c on c.oid = k.conrelid and c.relnamespace = 'public'::regnamespace
  where k.contype <> 'n'
  order by c.relname collate "C", k.conname collate "C"`

/** Those that belong to a constraint are told with it. */
const INDEXES = `
  select tablename as table, indexdef as line from pg_indexes
  where schemaname = 'public'
    and not exists (select from pg_constraint k where k.conindid = format('%I', indexname)::regclass)
  order by tablename collate "C", indexname collate "C"`

const TRIGGERS = `
  select c.relname as table, pg_get_triggerdef(t.oid) as line
  from pg_trigger t
  join pg_class c on c.oid = t.tgrelid and c.relnamespace = 'public'::regnamespace
  where not t.tgisinternal
  order by c.relname collate "C", t.tgname collate "C"`

/** The schema as SQL, read from the catalogue: the same on every server version, and no `pg_dump` needed. */
export async function dumpSchema(client: Client): Promise<string> {
  const read = async (sql: string): Promise<Line[]> => (await client.query(sql)).rows
  const [columns, constraints] = [await read(COLUMNS), await read(CONSTRAINTS)]
  const added = [...(await read(INDEXES)), ...(await read(TRIGGERS))]
  const tables = [...new Set(columns.map(({ table }) => table))]
  const of = (lines: Line[], table: string) => lines.filter((line) => line.table === table)
  const parts = tables.map((table) => {
    const body = [...of(columns, table), ...of(constraints, table)].map(({ line }) => line).join(',\n')
    const after = of(added, table).map(({ line }) => `${line};\n`)
    return `create table ${table} (\n${body}\n);\n${after.join('')}`
  })
  return `-- What the migrations make. \`npm run db:generate\` writes it, a test compares it.\n\n${parts.join('\n')}`
}
