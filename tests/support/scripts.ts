import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { bundle } from '../../scripts/build/bundle.mjs'

/** The exit code of a program, and everything it wrote. */
export type Outcome = { code: number | null; out: string; err: string }

/** Runs Node.js to its end, with nothing of this process's environment but its PATH. */
export async function runNode(
  parameters: string[],
  env: Record<string, string>,
  cwd?: string,
): Promise<Outcome> {
  const child = spawn(process.execPath, parameters, {
    cwd,
    env: { PATH: process.env.PATH, NODE_ENV: 'test', ...env },
  })
  const outcome: Outcome = { code: null, out: '', err: '' }
  child.stdout.on('data', (text) => {
    outcome.out += text
  })
  child.stderr.on('data', (text) => {
    outcome.err += text
  })
  const [code] = await once(child, 'close')
  return { ...outcome, code }
}

const programOf = (name: string) => path.resolve(`.cache/script-${name.replaceAll('/', '-')}.mjs`)

/** Makes one file of a program in `scripts/`, as a server gets it: compiling it anew would take longer than its work. */
export async function bundleScript(name: string): Promise<void> {
  await bundle(`scripts/${name}.ts`, programOf(name), { packages: 'external' })
}

/** Runs that file in this project. */
export const runScript = (
  name: string,
  env: Record<string, string>,
  parameters: string[] = [],
): Promise<Outcome> => runNode([programOf(name), ...parameters], env)
