import type { Check, Finding, Probe } from '../../lib/doctor/check'
import { runChecks } from '../../lib/doctor/run'
import { testClock } from './clock'

/** A failure with a code, as systems and name servers have them. The text is what must never be shown. */
export const coded = (code: string): Error => Object.assign(new Error('hunter2 jean@example.com'), { code })

type Records = { txt?: Record<string, string[][]>; mx?: Record<string, string[]> }

/** Name servers that know these records and the root. */
export function zone({ txt = {}, mx = {} }: Records): Probe['dns'] {
  const known = async <T>(records: T[] | undefined): Promise<T[]> => {
    if (!records) throw coded('ENOTFOUND')
    return records
  }
  return {
    resolveTxt: (name: string) => known(txt[name]),
    resolveMx: (name: string) => known(mx[name]?.map((exchange) => ({ exchange, priority: 10 }))),
    resolve4: () => known<string>(undefined),
    resolve6: () => known<string>(undefined),
    resolveNs: () => known(['a.root-servers.net']),
  } as unknown as Probe['dns']
}

const notAsked = (): Promise<never> => Promise.reject(new Error('nobody should ask this'))

const noAccount: Probe['ses'] = {
  quota: notAsked,
  statistics: notAsked,
  sendingEnabled: notAsked,
  verification: notAsked,
  dkim: notAsked,
  mailFrom: notAsked,
  topics: notAsked,
  configurationSet: notAsked,
}

/** A world that answers only the questions that a test supplies. */
export const aProbe = (more: Partial<Probe> = {}): Probe => ({
  source: {},
  now: testClock(),
  migrations: () => [],
  query: notAsked,
  queryAnew: notAsked,
  dns: zone({}),
  ses: noAccount,
  verifySmtp: notAsked,
  canary: notAsked,
  fetchStatus: notAsked,
  ...more,
})

/** A faultless configuration of production, with passwords that no finding may show. */
export const production = (more: Record<string, string> = {}) => ({
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://u:hunter2@127.0.0.1/x',
  APP_URL: 'https://auth.huntaze.com',
  AUTH_SECRET: 'k3Vw9-pLz0QxT7rYbN2mC5sD8fG1hJ4a',
  EMAIL_TRANSPORT: 'smtp',
  SMTP_URL: 'smtp://u:hunter2@smtp.huntaze.com',
  ...more,
})

/** The finding of each check, by its name. */
export async function findings(checks: Check[], probe: Probe, limit?: number) {
  const found: Record<string, Finding> = {}
  const level = await runChecks(
    checks,
    probe,
    (name, finding) => void Object.assign(found, { [name]: finding }),
    limit,
  )
  return { level, found }
}

/** The findings of the checks about a configuration, by name. */
export const given = async (checks: Check[], source: Probe['source'], more: Partial<Probe> = {}) =>
  (await findings(checks, aProbe({ source, ...more }))).found
