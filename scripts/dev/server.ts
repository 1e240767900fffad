import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import path from 'node:path'
import { migrate } from '../../lib/db/migrate/migrate'
import { APPLICATION } from '../../lib/kernel/brand'
import { databaseSettings, type Environment, loadEnvironment, root } from '../environment'
import { runScript, ScriptError } from '../run-script'
import { whenAskedToStop } from '../when-asked-to-stop'
import { withProvider } from './provider'
import { warmUp } from './warm-up'

/** Only this machine: the mailbox shows every link to all who can reach it. */
const HOST = '127.0.0.1'

const print = (line: string) => process.stdout.write(`${line}\n`)
const say = (line: string) => print(`dev: ${line}`)

async function refuseBusyPort(port: number): Promise<void> {
  const probe = createServer()
  try {
    const listening = once(probe, 'listening')
    probe.listen(port, HOST)
    await listening
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EADDRINUSE') throw new ScriptError(`Port ${port} cannot be used (${code}).`)
    throw new ScriptError(`Port ${port} is already in use. Try: PORT=${port + 1} npm run dev`)
  }
  probe.close()
  await once(probe, 'close')
}

function startNext(port: number, env: Environment['env']): ChildProcess {
  const next = path.join(root, 'node_modules', 'next', 'dist', 'bin', 'next')
  return spawn(process.execPath, [next, 'dev', '--port', String(port), '--hostname', HOST], {
    cwd: root,
    env: { ...env, PORT: String(port), NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: 'inherit',
  })
}

function announce({ env, embedded }: Environment): void {
  const rows: [string, string][] = [['App', env.APP_URL ?? '']]
  if (env.EMAIL_TRANSPORT === 'mailbox') rows.push(['Mailbox', `${env.APP_URL}/mailbox`])
  if (env.OIDC_ISSUER) rows.push(['OpenID', env.OIDC_ISSUER])
  rows.push(['Database', embedded ? 'embedded PostgreSQL, kept in .data/' : 'the one DATABASE_URL names'])
  const lines = rows.map(([name, value]) => `    ${name.padEnd(10)}${value}`)
  print(['', `  ${APPLICATION} is running.`, '', ...lines, '', '  Ctrl-C stops everything.', ''].join('\n'))
}

/** Runs Next.js until it ends by itself or this process is asked to stop. @returns the exit code */
async function serve(environment: Environment, port: number): Promise<number> {
  const next = startNext(port, environment.env)
  const ended = once(next, 'exit')
  let asked = false
  whenAskedToStop((signal) => {
    asked = true
    next.kill(signal)
  })
  const isRunning = () => next.exitCode === null && next.signalCode === null
  const warm = warmUp(`http://${HOST}:${port}`, isRunning, say, () => announce(environment))
  const [code] = await ended
  await warm
  return asked ? 0 : (code ?? 1)
}

async function main(): Promise<void> {
  say('preparing the database…')
  const environment = await loadEnvironment({ production: false })
  try {
    const port = Number(environment.env.PORT || 3000)
    await refuseBusyPort(port)
    await migrate(databaseSettings(environment.env), (line) => print(`database: ${line}`))
    const { env, provider } = await withProvider(environment.env, port)
    try {
      process.exitCode = await serve({ ...environment, env }, port)
    } finally {
      await provider?.stop()
    }
  } finally {
    await environment.stop()
  }
}

await runScript('dev', main)
