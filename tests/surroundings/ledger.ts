import { LeftOut } from './unpack'

type Result = 'met' | 'failed' | 'left out'

/** A real program; its version is known once it is unpacked. */
export type Subject = { program: string; version: string }

/** One thing that was tried with a real program. */
export type Entry = Subject & { tried: string; result: Result; said: string }

export type Ledger = {
  entries: Entry[]
  /**
   * Tries one thing and notes how it went; a failure stops no other thing.
   * @param run gives a sentence on how it went, or nothing
   */
  try(subject: Subject, tried: string, run: () => Promise<string | undefined>): Promise<void>
}

const MARKS: Record<Result, string> = { met: 'met     ', failed: 'FAILED  ', 'left out': 'left out' }

const firstLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).trim()

/** A book of everything that was tried; each entry is said at once. */
export function createLedger(say: (line: string) => void): Ledger {
  const entries: Entry[] = []
  const note = (entry: Entry) => {
    entries.push(entry)
    const { program, version, tried, result, said } = entry
    say(`${MARKS[result]}  ${program} ${version}: ${tried}${said && ` (${said})`}`)
  }
  return {
    entries,
    async try(subject, tried, run) {
      try {
        const said = (await run()) ?? ''
        // Read afterwards: the first try may be the one that learns the version.
        note({ ...subject, tried, result: 'met', said })
      } catch (error) {
        note({
          ...subject,
          tried,
          result: error instanceof LeftOut ? 'left out' : 'failed',
          said: firstLine(error),
        })
      }
    },
  }
}
