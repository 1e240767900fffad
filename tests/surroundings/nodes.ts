import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdirSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import type { Ledger } from './ledger'

/** The releases of Node.js with long support, and the next one. */
const MAJORS = ['22', '24', '26']

/** A test run makes a build of its own. */
const TIMEOUT = 30 * 60_000

/** Runs `npm test -- node MAJOR`: unit, wire, the main flow and odd requests on the newest release from npm. */
async function testOnNode(major: string): Promise<{ version: string; total: string }> {
  const child = spawn(process.execPath, ['scripts/test.mjs', 'node', major], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const late = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), TIMEOUT)
  mkdirSync('.cache/surroundings', { recursive: true })
  const log = createWriteStream(`.cache/surroundings/node-${major}.log`)
  child.stderr.pipe(log, { end: false })
  const ended = once(child, 'close')
  const [out, [code]] = await Promise.all([text(child.stdout), ended])
  clearTimeout(late)
  log.end(out)
  const total = out.trim().split('\n').at(-1) ?? ''
  if (code !== 0) throw new Error(`npm test -- node ${major} ended with ${code}: ${total}; see ${log.path}`)
  return { version: /^Node\.js v(.*)$/m.exec(out)?.[1] ?? major, total }
}

/** Runs the quick tests on each Node.js that is supported beside the one at work. */
export async function runNodes(ledger: Ledger): Promise<void> {
  for (const major of MAJORS)
    await ledger.try(
      { program: `Node.js ${major}`, version: major },
      `\`npm test -- node ${major}\``,
      async () => {
        const { version, total } = await testOnNode(major)
        return `${version}: ${total}`
      },
    )
}
