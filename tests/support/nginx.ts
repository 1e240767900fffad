import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** The example configuration at work. */
export type Nginx = {
  url: string
  /** Its log of requests. */
  log(): string
  /** Its log of errors. */
  errors(): string
  stop(): Promise<void>
}

const EXAMPLE = 'deploy/nginx.conf'
const POLL = 20
const TIMEOUT = 20_000

export const hasNginx = spawnSync('nginx', ['-v']).status === 0

/** The example, with another port in front and behind, a log of the test's, and without TLS. */
export function exampleFor(port: number, appPort: number, folder: string): string {
  return readFileSync(EXAMPLE, 'utf8')
    .replaceAll('127.0.0.1:3000', `127.0.0.1:${appPort}`)
    .replaceAll(/listen 80;/g, `listen unix:${folder}/plain.sock;`)
    .replaceAll(/listen 443 ssl;/g, `listen 127.0.0.1:${port};`)
    .replaceAll(/^ *ssl_.*$/gm, '')
    .replaceAll('/var/log/nginx/huntaze-auth.log', `${folder}/access.log`)
    .replaceAll('/var/log/nginx/huntaze-auth-error.log', `${folder}/refused.log`)
}

const wrapped = (example: string, folder: string) => `
daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 128; }
http {
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  ${example}
}`

async function untilAnswering(url: string): Promise<void> {
  for (let waited = 0; waited < TIMEOUT; waited += POLL) {
    const response = await fetch(`${url}/api/health`).catch(() => undefined)
    await response?.body?.cancel()
    if (response?.ok) return
    await sleep(POLL)
  }
  throw new Error('nginx does not answer')
}

/** Puts nginx with the example configuration in front of the app. */
export async function startNginx(port: number, appPort: number): Promise<Nginx> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'huntaze-nginx-'))
  const config = path.join(folder, 'nginx.conf')
  writeFileSync(config, wrapped(exampleFor(port, appPort, folder), folder))
  const child = spawn('nginx', ['-c', config, '-p', folder], { stdio: ['ignore', 'ignore', 'inherit'] })
  const url = `http://localhost:${port}`
  await untilAnswering(url)
  return {
    url,
    log: () => readFileSync(path.join(folder, 'access.log'), 'utf8'),
    errors: () => readFileSync(path.join(folder, 'refused.log'), 'utf8'),
    async stop() {
      child.kill('SIGQUIT')
      await once(child, 'close')
      rmSync(folder, { recursive: true })
    },
  }
}
