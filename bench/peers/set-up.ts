import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** Installed and built peers. */
export const PEERS = path.resolve('.cache/peers')

const SOURCE = fileURLToPath(new URL('.', import.meta.url))
const MARK = path.join(PEERS, 'set-up-from')
const PARTS = ['package.json', 'better-auth', 'fastify']

/** The files of a part, from SOURCE. */
function filesOf(part: string): string[] {
  if (statSync(path.join(SOURCE, part)).isFile()) return [part]
  return readdirSync(path.join(SOURCE, part), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.relative(SOURCE, path.join(parentPath, name)))
    .sort()
}

/** Changes with every file that a set-up copies. */
function fingerprint(): string {
  const digest = createHash('sha256')
  for (const file of PARTS.flatMap(filesOf)) digest.update(file).update(readFileSync(path.join(SOURCE, file)))
  return digest.digest('hex')
}

/** Whether the peers of this state of the project are set up. */
export const arePeersSetUp = (): boolean => existsSync(MARK) && readFileSync(MARK, 'utf8') === fingerprint()

function run(command: string, args: string[], folder: string): void {
  const settings = {
    NEXT_TELEMETRY_DISABLED: '1',
    BETTER_AUTH_SECRET: 'only for the build, which signs nothing',
  }
  const env = { ...process.env, ...settings, NODE_ENV: 'production' as const }
  const { status, error } = spawnSync(command, args, { cwd: folder, env, stdio: 'inherit' })
  if (status !== 0) throw error ?? new Error(`${command} ${args[0]} failed in ${folder}`)
}

/** Installs the peers into `.cache/peers`, without install scripts, and builds them. */
export function setUpPeers(): void {
  mkdirSync(PEERS, { recursive: true })
  for (const part of PARTS) {
    rmSync(path.join(PEERS, part), { recursive: true, force: true })
    cpSync(path.join(SOURCE, part), path.join(PEERS, part), { recursive: true })
  }
  const quiet = ['--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund']
  run('npm', ['install', ...quiet], PEERS)
  const site = path.join(PEERS, 'better-auth')
  run(process.execPath, ['../node_modules/next/dist/bin/next', 'build'], site)
  writeFileSync(MARK, fingerprint())
  process.stdout.write('\nThe peers are set up: every benchmark now measures them as well.\n')
}
