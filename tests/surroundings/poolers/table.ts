import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { OwnDatabase } from '../databases/database'
import { databaseWithStandby } from '../databases/standby'
import type { Unpacked } from '../unpack'

/** The server behind a pooler: the folder of its socket, and a role there with its database of the same name. */
export type Backend = { socket: string; role: string; password: string; standby?: string }

/** Where a pooler runs and listens. */
export type Place = { unpacked: Unpacked; folder: string; port: number; backend: Backend }

export type Pooler = {
  name: string
  package: string
  /** Said of it beside its name. */
  mode: string
  /** The database behind it, where a plain one will not do. */
  backend?(): Promise<OwnDatabase>
  /** Writes its configuration. @returns the command that runs in the foreground */
  prepare(place: Place): string[]
}

function put(folder: string, name: string, text: string): string {
  const file = path.join(folder, name)
  writeFileSync(file, text)
  return file
}

/** The lines of the guide, with this backend in the place of theirs. */
const guideLines = (file: string, { socket, role }: Backend): string =>
  readFileSync(`deploy/poolers/${file}`, 'utf8')
    .replace(/^huntaze = .*$/m, `${role} = host=${socket} port=5432 dbname=${role}`)
    .replace(/^(backend_hostname0) = .*$/m, `$1 = '${socket}'`)

/** Debian's file with the guide's lines put into its sections: a second heading would forget the first one's lines. */
const merged = (debian: string, lines: string): string =>
  ['databases', 'pgbouncer'].reduce((file, section) => {
    const [, added = ''] = new RegExp(`^\\[${section}\\]\\n([^[]*)`, 'm').exec(lines) ?? []
    return file.replace(`[${section}]\n`, `[${section}]\n${added}`)
  }, debian)

/** Debian's own file, elsewhere on this machine. */
function pgbouncer({ unpacked, folder, port, backend }: Place, mode: string): string[] {
  const users = put(folder, 'userlist.txt', `"${backend.role}" "${backend.password}"\n`)
  const debian = readFileSync(path.join(unpacked.root, 'etc/pgbouncer/pgbouncer.ini'), 'utf8')
    .replace(/^logfile = .*$/m, `logfile = ${folder}/pgbouncer.log`)
    .replace(/^pidfile = .*$/m, `pidfile = ${folder}/pid`)
    .replace(/^listen_addr = .*$/m, 'listen_addr = 127.0.0.1')
    .replace(/^listen_port = .*$/m, `listen_port = ${port}`)
    .replace(/^unix_socket_dir = .*$/m, `unix_socket_dir = ${folder}`)
    .replace(/^auth_file = .*$/m, `auth_file = ${users}`)
  const lines = guideLines('pgbouncer.ini', backend).replace(/^pool_mode = .*$/m, `pool_mode = ${mode}`)
  const file = put(folder, 'pgbouncer.ini', merged(debian, lines))
  return [path.join(unpacked.root, 'usr/sbin/pgbouncer'), file]
}

/** A standby that gets every read, unless something keeps this database's reads away from it. */
const standbyLines = ({ standby }: Backend): string =>
  standby
    ? `backend_weight0 = 0\nbackend_hostname1 = '${standby}'\nbackend_port1 = 5432\nbackend_weight1 = 1\n`
    : ''

function pgpool({ unpacked, folder, port, backend }: Place, change = (lines: string) => lines): string[] {
  const ours = `${standbyLines(backend)}
listen_addresses = '127.0.0.1'
port = ${port}
socket_dir = '${folder}'
pcp_port = ${port + 1}
pcp_socket_dir = '${folder}'
pid_file_name = '${folder}/pid'
logdir = '${folder}'
sr_check_period = 0
health_check_period = 0
`
  const empty = put(folder, 'empty.conf', '')
  const file = put(folder, 'pgpool.conf', `${change(guideLines('pgpool.conf', backend))}${ours}`)
  return [path.join(unpacked.root, 'usr/sbin/pgpool'), '-n', '-f', file, '-F', empty, '-a', empty]
}

export const POOLERS: Pooler[] = [
  {
    name: 'PgBouncer',
    package: 'pgbouncer',
    mode: 'session mode',
    prepare: (place) => pgbouncer(place, 'session'),
  },
  {
    name: 'PgBouncer',
    package: 'pgbouncer',
    mode: 'transaction mode',
    prepare: (place) => pgbouncer(place, 'transaction'),
  },
  { name: 'pgpool-II', package: 'pgpool2', mode: 'one backend', prepare: (place) => pgpool(place) },
  {
    name: 'pgpool-II',
    package: 'pgpool2',
    mode: 'a standby 3 s behind, balancing off',
    backend: databaseWithStandby,
    prepare: (place) => pgpool(place),
  },
  {
    name: 'pgpool-II',
    package: 'pgpool2',
    mode: 'a standby 3 s behind, balancing all but this database',
    backend: databaseWithStandby,
    prepare: (place) =>
      pgpool(place, (lines) =>
        lines.replace(
          'load_balance_mode = off',
          `load_balance_mode = on\ndatabase_redirect_preference_list = '${place.backend.role}:primary'`,
        ),
      ),
  },
]
