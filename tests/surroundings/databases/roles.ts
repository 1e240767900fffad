import { readFileSync } from 'node:fs'
import { escapeIdentifier } from 'pg'
import { named } from '../../support/database'
import { queryOnce } from '../../support/with-client'
import type { Ledger } from '../ledger'
import { initSafe, mustInit, type OwnDatabase, ownDatabase } from './database'
import { walkDatabase } from './walk'

/** A setting of the role, or a database, that people have. */
type Setting = {
  name: string
  /** Statements of the administrator, before any table is made. */
  prepare: (role: string) => string[]
  more?: Record<string, string>
}

const ofRole =
  (setting: string) =>
  (role: string): string[] => [`alter role ${role} set ${setting}`]

/** Settings with which all must work as with none. */
const SETTINGS: Setting[] = [
  { name: 'DateStyle German', prepare: ofRole("DateStyle = 'German'") },
  { name: 'DateStyle SQL, DMY', prepare: ofRole("DateStyle = 'SQL, DMY'") },
  { name: 'isolation serializable', prepare: ofRole("default_transaction_isolation = 'serializable'") },
  { name: 'isolation repeatable read', prepare: ofRole("default_transaction_isolation = 'repeatable read'") },
  { name: 'a schema named like the role', prepare: (role) => [`create schema authorization ${role}`] },
  {
    name: 'search_path app, public',
    prepare: (role) => [
      `create schema app authorization ${role}`,
      `alter role ${role} set search_path = app, public`,
    ],
  },
  { name: 'an empty search_path', prepare: ofRole("search_path = ''") },
  {
    name: 'DATABASE_SCHEMA app',
    prepare: (role) => [`create schema app authorization ${role}`],
    more: { DATABASE_SCHEMA: 'app' },
  },
]

async function withDatabase(run: (database: OwnDatabase) => Promise<void>): Promise<void> {
  const database = await ownDatabase()
  try {
    await run(database)
  } finally {
    await database.drop()
  }
}

const walkSetting = ({ prepare, more }: Setting) =>
  withDatabase(async (database) => {
    await database.asAdmin(...prepare(escapeIdentifier(database.role)))
    await mustInit(database.url, more)
    await walkDatabase(database.url, more)
  })

const GRANTS = 'docs/DATABASE.md'

/** The statements of the documents for two roles, with other names. */
function documentedRights(owner: string, app: string, database: string): string[] {
  const blocks = [...readFileSync(GRANTS, 'utf8').matchAll(/^ *```sql\n([\s\S]*?)^ *```/gm)]
  const [sql = ''] = blocks.map(([, block = '']) => block).filter((block) => block.includes('create role'))
  return sql
    .replaceAll('huntaze_owner', owner)
    .replaceAll('huntaze_app', app)
    .replaceAll('on database huntaze', `on database ${database}`)
    .split(/;\n/)
    .filter((statement) => statement.trim())
}

/** An owner migrates, and the app works with rows alone. */
const walkRowsOnly = () =>
  withDatabase(async (database) => {
    const [owner, app] = [`${database.role}_owner`, `${database.role}_app`]
    const address = (role: string) => Object.assign(new URL(database.url), { username: role }).href
    const id = escapeIdentifier(database.role)
    await database.asAdmin(`alter database ${id} owner to current_user`, ...documentedRights(owner, app, id))
    try {
      await mustInit(address(owner))
      await walkDatabase(address(app))
    } finally {
      await database.asAdmin(
        ...[app, owner].flatMap((role) => [`drop owned by ${role} cascade`, `drop role ${role}`]),
      )
    }
  })

/** One sentence that names what is missing, and no stack trace. */
async function refusesPlainly(url: string, said: RegExp): Promise<string> {
  const { code, output } = await initSafe(url)
  const sentence = output.trim().split('\n').at(-1) ?? ''
  if (code !== 1 || /^ {4}at /m.test(output) || !said.test(sentence))
    throw new Error(`db:init:safe ended with ${code}: ${output.trim().slice(0, 800)}`)
  return sentence.replaceAll(/surroundings_\w+/g, 'ROLE').replaceAll(/ at \/\S+/g, '')
}

async function withoutCreate(): Promise<string> {
  let said = ''
  await withDatabase(async (database) => {
    const id = escapeIdentifier(database.role)
    await database.asAdmin(
      `alter database ${id} owner to current_user`,
      `revoke all on database ${id} from public`,
      `grant connect on database ${id} to ${id}`,
    )
    said = await refusesPlainly(database.url, /grant create on database/i)
  })
  return said
}

async function withoutDatabase(): Promise<string> {
  let said = ''
  await withDatabase(async (database) => {
    said = await refusesPlainly(named(database.url, `${database.role}_none`), /create database/i)
  })
  return said
}

const nothing = async (run: Promise<void>): Promise<undefined> => void (await run)

/** Walks the main flow with the settings of roles and databases that people have. */
export async function runRoles(ledger: Ledger): Promise<void> {
  const [{ version = '' } = {}] = await queryOnce<{ version: string }>(
    process.env.TEST_DATABASE_URL ?? '',
    `select current_setting('server_version') as version`,
  )
  const attempt = (what: string, run: () => Promise<string | undefined>) =>
    ledger.try({ program: 'PostgreSQL', version }, what, run)
  for (const setting of SETTINGS) await attempt(setting.name, () => nothing(walkSetting(setting)))
  await attempt('an app role with rights on rows alone', () => nothing(walkRowsOnly()))
  await attempt('`db:init:safe` without CREATE on the database', withoutCreate)
  await attempt('`db:init:safe` for a missing database, without CREATEDB', withoutDatabase)
}
