import { readFileSync } from 'node:fs'

/** Facts about one process. Only Linux gives `name` and `startedAt`. */
type ProcessFacts = { name?: string; startedAt?: string; zombie: boolean }

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // The process exists and belongs to another account.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Undefined when there is no such process. On Linux from proc_pid_stat(5): fields 2 comm, 3 state, 22 starttime. */
function factsOf(pid: number): ProcessFacts | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0 || !exists(pid)) return undefined
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const nameEnd = stat.lastIndexOf(')')
    const fields = stat.slice(nameEnd + 2).split(' ')
    return {
      name: stat.slice(stat.indexOf('(') + 1, nameEnd),
      startedAt: fields[19],
      zombie: fields[0] === 'Z',
    }
  } catch {
    return { zombie: false }
  }
}

/**
 * A name of a running process that a later one with the same number does not share; undefined when it ended.
 * A zombie ended: in containers PID 1 often leaves killed processes in that state.
 */
export function identityOf(pid: number): string | undefined {
  const facts = factsOf(pid)
  return facts && !facts.zombie ? `${pid} ${facts.startedAt ?? ''}`.trim() : undefined
}

/** True while the process that `identityOf` named still runs. */
export const isAlive = (identity: string): boolean =>
  identityOf(Number(identity.split(' ')[0])) === identity.trim()

/** True when `pid` is a running PostgreSQL server (any process, where the system does not name its program). */
export function isPostgres(pid: number): boolean {
  const facts = factsOf(pid)
  return facts !== undefined && !facts.zombie && (facts.name ?? 'postgres') === 'postgres'
}
