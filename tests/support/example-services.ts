import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'

const hasPackages = (python: string): boolean =>
  spawnSync(python, ['-c', 'import jwt, cryptography']).status === 0

/** The Python that Debian's packages belong to may not be the first one in the PATH. */
const PYTHON = ['python3', '/usr/bin/python3'].find(hasPackages)

/** The services of `examples/`. `missing`: why one cannot run here. */
export const EXAMPLE_SERVICES = [
  { name: 'Node.js', command: [process.execPath, 'examples/service-node/server.mjs'], missing: '' },
  {
    name: 'Python',
    command: [PYTHON ?? '', 'examples/service-python/server.py'],
    missing: PYTHON ? '' : 'needs PyJWT: apt-get install python3-jwt python3-cryptography',
  },
]

/** The proxy of `examples/app`, which is no service and starts like one. */
export const GATEWAY = { name: 'gateway', command: [process.execPath, 'examples/app/gateway.mjs'] }

type ExampleService = { command: string[] }

/** A service that runs. */
export type RunningService = { url: string; stop(): Promise<number | null> }

const START_TIMEOUT = 20_000

/** Starts a service as its README says. `more`: its configuration. */
export async function startExample(
  { command: [program = '', ...args] }: ExampleService,
  more: Record<string, string>,
): Promise<RunningService> {
  const child = spawn(program, args, {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', PYTHONDONTWRITEBYTECODE: '1', ...more },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const listening = once(createInterface({ input: child.stdout }), 'line')
  const [line] = await Promise.race([listening, ended, sleep(START_TIMEOUT, ['nothing'], { ref: false })])
  if (line !== `listening on ${more.PORT}`) {
    child.kill('SIGKILL')
    throw new Error(`the example did not start: ${line}`)
  }
  return {
    url: `http://127.0.0.1:${more.PORT}`,
    async stop() {
      child.kill('SIGTERM')
      const [code] = await ended
      return code
    },
  }
}
