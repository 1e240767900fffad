import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { installMissing, root } from '../../scripts/install.mjs'

const PORT = Number(process.env.PORT || 3000)
const PORTS = { PORT: String(PORT), HUNTAZE_PORT: String(PORT + 100), STUDIO_PORT: String(PORT + 200) }
const HUNTAZE_URL = `http://localhost:${PORT}`
const HERE = import.meta.dirname

/** The secret of our address, which is shown once: kept beside the database that knows it. */
const SECRET = path.join(root, '.data', `studio-webhook-${PORT}`)

const running = []
const stop = (code) => {
  process.exitCode ??= code
  for (const child of running) child.kill('SIGTERM')
}

/** Starts a program that belongs to the others: where one ends, all do. */
function start(args, env, cwd = HERE) {
  const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...env }, stdio: 'inherit' })
  child.on('exit', (code) => stop(code ?? 0))
  running.push(child)
  return child
}

async function untilAnswers(url, child) {
  while (child.exitCode === null && child.signalCode === null) {
    const answer = await fetch(url, { redirect: 'manual' }).catch(() => undefined)
    await answer?.arrayBuffer()
    if (answer && answer.status < 500) return
    await sleep(200)
  }
  throw new Error('a program ended: see above')
}

/** Has Huntaze Auth tell us of the ends of sessions and accounts. @returns the secret of its signatures */
function addWebhook(huntaze) {
  if (existsSync(SECRET)) return readFileSync(SECRET, 'utf8')
  const address = `http://127.0.0.1:${PORTS.STUDIO_PORT}/studio/events`
  const args = ['run', '--silent', 'webhook:add', '--', address, '--events', 'session.ended,user.deleted']
  const { stdout, stderr } = spawnSync('npm', args, {
    cwd: root,
    env: { ...process.env, ...huntaze },
    encoding: 'utf8',
  })
  const [secret] = /whsec_\S+/.exec(stdout) ?? []
  if (!secret) throw new Error(stderr)
  writeFileSync(SECRET, secret, { mode: 0o600 })
  return secret
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop(0))
installMissing()
const huntaze = {
  PORT: PORTS.HUNTAZE_PORT,
  APP_URL: HUNTAZE_URL,
  SERVICE_AUDIENCES: 'studio',
  TRUSTED_PROXY_HOPS: '1',
}
try {
  const auth = start(['scripts/dev/start.mjs'], huntaze, root)
  await untilAnswers(`http://127.0.0.1:${PORTS.HUNTAZE_PORT}/api/health`, auth)
  const next = path.join(root, 'node_modules/next/dist/bin/next')
  const studio = start([next, 'dev', '--port', PORTS.STUDIO_PORT, '--hostname', '127.0.0.1'], {
    HUNTAZE_URL,
    WEBHOOK_SECRET: addWebhook(huntaze),
    NEXT_TELEMETRY_DISABLED: '1',
  })
  const gateway = start(['gateway.mjs'], PORTS)
  await untilAnswers(`http://127.0.0.1:${PORTS.STUDIO_PORT}/studio/ideas`, studio)
  await untilAnswers(`${HUNTAZE_URL}/api/health`, gateway)
  process.stdout.write(`\n  The example is at ${HUNTAZE_URL}/studio\n\n`)
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  stop(1)
}
