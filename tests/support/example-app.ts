import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { type App, startApp } from './app'
import { GATEWAY, startExample } from './example-services'
import { freePort } from './free-port'
import { bundleScript, runScript } from './scripts'

const START_TIMEOUT = 120_000
const POLL = 200

/** The application of `examples/app` beside the built app, behind one proxy. `url`: the host of both. */
type ExampleApp = { url: string; app: App; stop(): Promise<void> }

async function untilServed(address: string, child: ChildProcess, said: () => string): Promise<void> {
  for (let waited = 0; waited < START_TIMEOUT && child.exitCode === null; waited += POLL) {
    const answer = await fetch(address, { redirect: 'manual' }).catch(() => undefined)
    await answer?.arrayBuffer()
    if (answer && answer.status < 500) return
    await sleep(POLL)
  }
  throw new Error(`the example did not start:\n${said()}`)
}

/** Starts the example's development server, as its own `start.mjs` does: to build it would take longer than its tests. */
async function startStudio(port: number, env: Record<string, string>) {
  const next = '../../node_modules/next/dist/bin/next'
  const child = spawn(process.execPath, [next, 'dev', '--port', String(port), '--hostname', '127.0.0.1'], {
    cwd: 'examples/app',
    env: { PATH: process.env.PATH, NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      said += text
    })
  const ended = once(child, 'exit')
  return {
    ready: () => untilServed(`http://127.0.0.1:${port}/studio`, child, () => said),
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** Starts all three. */
export async function startExampleApp(): Promise<ExampleApp> {
  const [port, studioPort] = [await freePort(), await freePort()]
  const url = `http://localhost:${port}`
  await bundleScript('webhook')
  const app = await startApp({
    APP_URL: url,
    SERVICE_AUDIENCES: 'studio',
    WEBHOOK_ALLOW_PRIVATE: '1',
    TRUSTED_PROXY_HOPS: '1',
  })
  const address = `http://127.0.0.1:${studioPort}/studio/events`
  const { out } = await runScript('webhook', app.env, ['add', address])
  const studio = await startStudio(studioPort, {
    HUNTAZE_URL: url,
    WEBHOOK_SECRET: /whsec_\S+/.exec(out)?.[0] ?? '',
  })
  const gateway = await startExample(GATEWAY, {
    PORT: String(port),
    HUNTAZE_PORT: new URL(app.url).port,
    STUDIO_PORT: String(studioPort),
  })
  const stop = async () => {
    await Promise.all([studio.stop(), gateway.stop()])
    await app.stop()
  }
  await studio.ready().catch(async (error) => {
    await stop()
    throw error
  })
  return { url, app, stop }
}
