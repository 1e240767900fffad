import { type App, startApp } from '../../support/app'
import { type SesEndpoint, startSesEndpoint } from '../../support/ses-endpoint'
import { ask, register, walkMainFlow } from '../../support/walk'
import { walkWithoutJavaScript } from '../walks/without-javascript'

const AT_ONCE = 20
const CHECKS = 120
const SIGN_UPS = 6

function expectAll(what: string, statuses: number[], expected: number): void {
  const others = statuses.filter((status) => status !== expected)
  if (others.length > 0)
    throw new Error(`${what}: ${others.length} of ${statuses.length} are ${others.join(', ')}`)
}

/** Session checks of one person, 20 at once. */
async function manyChecks(url: string): Promise<void> {
  const { cookie } = await register(url)
  const statuses: number[] = []
  for (let done = 0; done < CHECKS; done += AT_ONCE) {
    const round = Array.from({ length: AT_ONCE }, () => ask(url, 'GET', '/api/auth/me', { cookie }))
    statuses.push(...(await Promise.all(round)).map(({ status }) => status))
  }
  expectAll('session checks', statuses, 200)
}

/** People who sign up at the same moment. */
async function manySignUps(url: string): Promise<void> {
  await Promise.all(Array.from({ length: SIGN_UPS }, () => register(url)))
}

/** Answers from 500 on and faults of the database in the app's log. */
const faultsIn = (app: App): string[] =>
  app.output.filter((line) => /"status":5\d\d|"event":"(unexpected_error|database_unavailable)"/.test(line))

/** The app on a database, with a provider that takes its mail. */
async function withApp(
  more: Record<string, string>,
  walk: (app: App, provider: SesEndpoint) => Promise<void>,
): Promise<void> {
  const provider = await startSesEndpoint()
  try {
    const sending = { ...provider.environment, EMAIL_TRANSPORT: 'ses', RATE_LIMIT_SCALE: '100' }
    const app = await startApp({ ...sending, ...more })
    try {
      await walk(app, provider)
    } finally {
      await app.stop()
    }
  } finally {
    await provider.close()
  }
}

/**
 * The main flow over the API and without JavaScript, many session checks and sign-ups at once, on the database at
 * `databaseUrl`; no request may fail.
 */
export const walkDatabase = (databaseUrl: string, more: Record<string, string> = {}): Promise<void> =>
  withApp({ DATABASE_URL: databaseUrl, ...more }, async (app, provider) => {
    await walkMainFlow(app.url, provider)
    await walkWithoutJavaScript(app.url, provider)
    await manyChecks(app.url)
    await manySignUps(app.url)
    const ready = await ask(app.url, 'GET', '/api/health/ready')
    if (ready.status !== 200) throw new Error(`ready: ${ready.status} ${JSON.stringify(ready.body)}`)
    const faults = faultsIn(app)
    if (faults.length > 0) throw new Error(`${faults.length} faults in the log, first: ${faults[0]}`)
  })
