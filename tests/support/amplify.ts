import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, symlinkSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parse } from 'yaml'

type Spec = {
  frontend: {
    phases: Record<'preBuild' | 'build', { commands: string[] }>
    artifacts: { baseDirectory: string }
    cache: { paths: string[] }
  }
}

export const PHASES = ['preBuild', 'build'] as const

/** The result of a build. `output`: everything it wrote. */
export type Outcome = { code: number | null; output: string }

export const readSpec = (folder: string): Spec['frontend'] =>
  (parse(readFileSync(path.join(folder, 'amplify.yml'), 'utf8')) as Spec).frontend

/**
 * Of the programs that Amplify's build image has and another machine may lack: it chooses the Node.js, here it is
 * there.
 */
const BUILD_IMAGE = 'nvm() { echo "nvm $*"; }'

/** Without the programs of this checkout: a clone has to bring its own. */
export const PROGRAMS = (process.env.PATH ?? '')
  .split(path.delimiter)
  .filter((folder) => !folder.includes('node_modules'))
  .join(path.delimiter)

/** Amplify keeps the `cache.paths` between builds; npm's is this machine's. */
export function reuseDownloads(folder: string): void {
  const cache = process.env.npm_config_cache ?? path.join(os.homedir(), '.npm')
  symlinkSync(cache, path.join(folder, '.npm'))
}

/** Runs commands in one shell, one after the other until one fails, as Amplify does with those of a phase. */
export async function runCommands(
  folder: string,
  commands: string[],
  environment: Record<string, string>,
): Promise<Outcome> {
  const script = [BUILD_IMAGE, 'set -e', ...commands].join('\n')
  const child = spawn('bash', ['-c', script], {
    cwd: folder,
    env: { PATH: PROGRAMS, HOME: os.homedir(), NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const outcome: Outcome = { code: null, output: '' }
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      outcome.output += text
    })
  const [code] = await once(child, 'close')
  return { ...outcome, code }
}
