import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { migrate } from '../../../lib/db/migrate/migrate'
import { call, sessionOf } from '../../support/api'
import { type Cluster, newCluster, standbyOf } from '../../support/cluster'
import { freePort } from '../../support/free-port'
import { bundleScript, runScript } from '../../support/scripts'
import { createWorld, freshEmail, PASSWORD } from '../../support/world'
import { asNobody, openFolder } from '../folder'
import type { Ledger } from '../ledger'
import { startProgram } from '../program'
import { unpack } from '../unpack'

const DATABASE = 'huntaze'

/** How far the standby is behind, and a little more. */
const LAG = 3_000
const CAUGHT_UP = 4_000

/** pgpool-II has to ask both servers who is the primary. */
const CHOICE = 4_000

type Pair = { primary: Cluster; standby: Cluster }

async function openPair(): Promise<Pair> {
  const primary = newCluster()
  await primary.start()
  await migrate(primary.url(DATABASE))
  await primary.stop()
  const standby = standbyOf(primary, { recovery_min_apply_delay: `${LAG}ms` })
  await primary.start()
  await standby.start()
  return { primary, standby }
}

/** Every read goes to the standby, unless pgpool-II has a reason against it. */
const configuration = (folder: string, port: number, { primary, standby }: Pair, more: string): string => `
listen_addresses = '127.0.0.1'
port = ${port}
socket_dir = '${folder}'
pcp_port = ${port + 1}
pcp_socket_dir = '${folder}'
pid_file_name = '${folder}/pid'
logdir = '${folder}'
backend_clustering_mode = 'streaming_replication'
load_balance_mode = on
backend_hostname0 = '${primary.socket}'
backend_port0 = 5432
backend_weight0 = 0
backend_hostname1 = '${standby.socket}'
backend_port1 = 5432
backend_weight1 = 1
sr_check_user = 'postgres'
sr_check_database = 'postgres'
health_check_period = 0
${more}
`

/** Signs up and out, and looks each time at once whether the session is known. */
async function walkSession(url: string): Promise<number[]> {
  const world = await createWorld({ database: { url, drop: async () => undefined } })
  world.serve()
  try {
    const json = { name: 'Jean', email: freshEmail(), password: PASSWORD }
    const signedUp = await call('POST', '/api/auth/register', { json })
    const headers = { cookie: `auth-token=${sessionOf(signedUp)}` }
    const me = async () => (await call('GET', '/api/auth/me', { headers })).status
    const atOnce = await me()
    await sleep(CAUGHT_UP)
    await call('POST', '/api/auth/logout', { headers })
    return [signedUp.status, atOnce, await me()]
  } finally {
    await world.close()
  }
}

const CASES = [
  { lines: '', doctor: /^✖ red {5}database reads +a balancer sends reads to a standby/m },
  {
    lines: `database_redirect_preference_list = '${DATABASE}:primary'`,
    doctor: /^✔ green {3}database reads/m,
  },
]

async function tryCase(ledger: Ledger, pair: Pair, { lines, doctor }: (typeof CASES)[number]): Promise<void> {
  const subject = { program: 'pgpool-II, balancing over a standby', version: '' }
  const tried = `sign-in and sign-out at once, and doctor${lines && `, with \`${lines}\``}`
  await ledger.try(subject, tried, async () => {
    const { root, version, libraries } = unpack('pgpool2')
    subject.version = version
    const [folder, port] = [openFolder('balancer'), await freePort()]
    const [file, empty] = ['pgpool.conf', 'empty.conf'].map((name) => path.join(folder, name)) as [
      string,
      string,
    ]
    writeFileSync(file, configuration(folder, port, pair, lines))
    writeFileSync(empty, '')
    const command = [path.join(root, 'usr/sbin/pgpool'), '-n', '-f', file, '-F', empty, '-a', empty]
    const environment = { LD_LIBRARY_PATH: libraries }
    const program = await startProgram(command, { cwd: folder, port, environment, account: asNobody })
    try {
      await sleep(CHOICE)
      const url = `postgres://postgres@127.0.0.1:${port}/${DATABASE}`
      const statuses = await walkSession(url)
      if (statuses.join() !== '201,200,401')
        throw new Error(`sign-up, session, session after sign-out: ${statuses}`)
      const { out } = await runScript('doctor', { DATABASE_URL: url })
      if (!doctor.test(out)) throw new Error(`doctor said: ${out}`)
      return undefined
    } finally {
      await program.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  })
}

/** Signs in and out behind a balancer whose standby is seconds behind. */
export async function runBalancer(ledger: Ledger): Promise<void> {
  await bundleScript('doctor')
  const pair = await openPair()
  try {
    for (const one of CASES) await tryCase(ledger, pair, one)
  } finally {
    await Promise.all([pair.primary.remove(), pair.standby.remove()])
  }
}
