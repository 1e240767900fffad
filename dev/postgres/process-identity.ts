import { readFileSync } from 'node:fs'

/** What the system says of one process, or undefined when there is none. */
type ProcessFacts = { name?: string; startedAt?: string; zombie: boolean }

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process is a process too.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Linux says more than "there is one": see proc_pid_stat(5), fields 2 (comm), 3 (state) and 22 (starttime). */
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
 * A living process, told apart from a later one that was given the same number.
 * A zombie is dead: under a lazy PID 1 (usual in containers) a killed process stays one for seconds or for ever.
 */
export function identityOf(pid: number): string | undefined {
  const facts = factsOf(pid)
  return facts && !facts.zombie ? `${pid} ${facts.startedAt ?? ''}`.trim() : undefined
}

/** True while the process that `identityOf` named still runs. */
export const isAlive = (identity: string): boolean =>
  identityOf(Number(identity.split(' ')[0])) === identity.trim()

/** True when `pid` is a running PostgreSQL server (where the system cannot say what runs: any process). */
export function isPostgres(pid: number): boolean {
  const facts = factsOf(pid)
  return facts !== undefined && !facts.zombie && (facts.name ?? 'postgres') === 'postgres'
}
