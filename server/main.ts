import './small-heap'
import nextEnv from '@next/env'
import { SECOND } from '../lib/kernel/clock'
import { dollarFaults } from '../lib/kernel/env/dollars'
import { ConfigurationError, type Env, parseEnv } from '../lib/kernel/env/env'
import { isLoopback } from '../lib/kernel/network/loopback'
import { createRuntime } from '../lib/runtime/create'
import { setRuntime } from '../lib/runtime/runtime'
import { startRuntime } from '../lib/runtime/start'
import { createFront } from './front'
import { createPages } from './pages'

/** How long requests in flight may take to finish once the process is asked to stop. */
const DRAIN_TIMEOUT = 10 * SECOND

/** A connection that was answered while the process stops waits this long at most for a request that nobody will take. */
const IDLE_CHECK = SECOND / 10

/**
 * When a stopping process ends whatever still waits. Mail in flight is not lost then: its lease runs out, and another
 * process takes it over.
 */
const STOP_TIMEOUT = 20 * SECOND

/** The API answers at once; the pages are loaded when the first one is asked for, or when this has passed. */
const PAGES_DELAY = 2 * SECOND

function configuration(): Env {
  // `next build` and `next start` set it; so does this server, which takes the place of the latter.
  Object.assign(process.env, { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' })
  const before = { ...process.env }
  const { loadedEnvFiles } = nextEnv.loadEnvConfig(process.cwd(), false, { info() {}, error() {} })
  try {
    return parseEnv(process.env, dollarFaults(loadedEnvFiles, before))
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
}

/** The local mailbox shows working links, so a server with one answers this host alone. */
const bindAddress = (env: Env): string | undefined =>
  env.email.transport === 'mailbox' && isLoopback(new URL(env.appUrl)) ? '127.0.0.1' : undefined

const env = configuration()
const runtime = createRuntime(env, { hasOwnFront: true })
const { log } = runtime.ctx
setRuntime(runtime)

const pages = createPages(env.port)
const server = createFront({ env, log, renderPage: pages.render })

function cutConnections(): void {
  log.warn('connections cut')
  server.closeAllConnections()
}

async function stop(exitCode: number): Promise<void> {
  log.info('stopping')
  setTimeout(cutConnections, DRAIN_TIMEOUT).unref()
  setTimeout(() => process.exit(1), STOP_TIMEOUT).unref()
  const idleCheck = setInterval(() => server.closeIdleConnections(), IDLE_CHECK)
  await new Promise((resolve) => server.close(resolve))
  clearInterval(idleCheck)
  await runtime.stop()
  log.info('stopped')
  process.exit(exitCode)
}

function fatal(error: unknown): void {
  log.error('fatal', { error })
  process.exit(1)
}

process.on('uncaughtException', fatal)
process.on('unhandledRejection', fatal)
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(0))

server.on('error', (error: NodeJS.ErrnoException) => {
  process.stderr.write(`Cannot listen on port ${env.port}: ${error.code}\n`)
  process.exit(1)
})

startRuntime(runtime)
server.listen(env.port, bindAddress(env), () => {
  log.info('listening', { port: env.port, transport: env.email.transport })
  setTimeout(() => void pages.load().catch(fatal), PAGES_DELAY).unref()
})
