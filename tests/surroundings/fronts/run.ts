import { randomBytes } from 'node:crypto'
import type { Browser } from '@playwright/test'
import { type App, startApp } from '../../support/app'
import { freePort } from '../../support/free-port'
import { type SesEndpoint, startSesEndpoint } from '../../support/ses-endpoint'
import { walkMainFlow } from '../../support/walk'
import { queryOnce } from '../../support/with-client'
import type { Ledger } from '../ledger'
import type { Program } from '../program'
import { unpack } from '../unpack'
import { walkWithJavaScript } from '../walks/with-javascript'
import { walkWithoutJavaScript } from '../walks/without-javascript'
import {
  afterRestart,
  authorizationArrives,
  headStays,
  offerOfHttp2IsAnswered,
  refusalArrives,
  type Site,
  visitorsCannotChooseTheirNetwork,
} from './checks'
import { startFront } from './start'
import { FRONTS, type Front } from './table'

/** The app behind the fronts, and their common port. */
type Stage = {
  app: App
  site: Site
  ports: { front: number; app: number }
  provider: SesEndpoint
  browser: Browser
}

type Try = [tried: string, run: (stage: Stage) => Promise<string | undefined>]

const CHECKS: Try[] = [
  ['main flow over the API', async ({ site, provider }) => void (await walkMainFlow(site.url, provider))],
  [
    'main flow without JavaScript',
    async ({ site, provider }) => void (await walkWithoutJavaScript(site.url, provider)),
  ],
  [
    'main flow with JavaScript',
    async ({ site, provider, browser }) => void (await walkWithJavaScript(site.url, provider, browser)),
  ],
  ['the visitor’s address', ({ site }) => visitorsCannotChooseTheirNetwork(site)],
  ['HEAD of the verification address', ({ site }) => headStays(site)],
  ['an offer of HTTP/2', ({ site }) => offerOfHttp2IsAnswered(site)],
  ['a bearer secret', ({ site }) => authorizationArrives(site)],
  ['a body that is too large', ({ site }) => refusalArrives(site)],
  ['a restart of the app', ({ site, app }) => afterRestart(site, () => app.restart())],
]

/** HAProxy's default check, and the database's state, decide whether the app is asked at all. */
async function defaultCheck(front: Front, { ports, site }: Stage): Promise<string> {
  const unpacked = unpack(front.package)
  const bare = (lines: string) => lines.replace(/option httpchk GET .*/, 'option httpchk')
  const running = await startFront(front, unpacked, ports, bare)
  try {
    // Two failed checks, two seconds apart, take the app out: the default of HAProxy is three.
    await new Promise((resolve) => setTimeout(resolve, 7000))
    const response = await fetch(`${site.url}/api/health`)
    await response.body?.cancel()
    if (response.status !== 200) throw new Error(`the app is DOWN for HAProxy: ${response.status}`)
    return '`OPTIONS /` finds the app up'
  } finally {
    await running.stop()
  }
}

async function runFront(ledger: Ledger, front: Front, stage: Stage): Promise<void> {
  let running: Program | undefined
  const subject = { program: front.name, version: '' }
  await ledger.try(subject, 'start with the guide’s lines', async () => {
    const unpacked = unpack(front.package)
    subject.version = unpacked.version
    running = await startFront(front, unpacked, stage.ports)
    return undefined
  })
  if (!running) return
  try {
    for (const [tried, check] of CHECKS) {
      await queryOnce(stage.app.database.url, 'delete from rate_limits')
      await ledger.try(subject, tried, () => check(stage))
    }
  } finally {
    await running.stop()
  }
  if (front.package === 'haproxy')
    await ledger.try(subject, 'its default health check', () => defaultCheck(front, stage))
}

/** Walks the main flow through each proxy. */
export async function runFronts(ledger: Ledger, browser: Browser, only?: string): Promise<void> {
  const fronts = FRONTS.filter(({ package: name }) => !only || name.includes(only))
  if (fronts.length === 0) return
  const provider = await startSesEndpoint()
  const front = await freePort()
  const metricsToken = randomBytes(16).toString('hex')
  const url = `http://localhost:${front}`
  const app = await startApp({
    ...provider.environment,
    EMAIL_TRANSPORT: 'ses',
    APP_URL: url,
    TRUSTED_PROXY_HOPS: '1',
    METRICS_TOKEN: metricsToken,
  })
  const ports = { front, app: Number(new URL(app.url).port) }
  const stage = { app, site: { url, metricsToken }, ports, provider, browser }
  try {
    for (const each of fronts) await runFront(ledger, each, stage)
  } finally {
    await app.stop()
    await provider.close()
  }
}
