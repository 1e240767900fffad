import type { Clock } from '../kernel/clock'
import { createLog, type Log, type LogLevel } from '../kernel/log'
import { standardOutput } from './standard-output'

/** Milliseconds that a line of a busy server waits at most for others, to be written together with them. */
const GATHERING = 50

/** Characters that are written without waiting for more. */
const ENOUGH = 32_768

type NameOf = Parameters<typeof createLog>[2]

const ignore = (): void => undefined

/**
 * Lets the process outlive the reader of its output. A write that nobody reads is an error event; unheard, it ends the process,
 * or Next.js's report of it fails the same way again, for ever, at a whole core.
 */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.off('error', ignore).on('error', ignore)
}

/** The log of a running process: standard output, which every host collects. Each line is out at once. */
export function processLog(now: Clock, nameOf: NameOf): Log {
  outliveReaders()
  return createLog(now, (line) => process.stdout.write(`${line}\n`), nameOf)
}

/**
 * The same for a server of many requests, where a write for each line would cost as much as the request. Lines about what is
 * normal wait 50 ms at most for others; a warning or an error takes all before it along at once, and so does the end of the
 * process. Only a process that is killed (SIGKILL, power) can lose the lines of its last 50 ms.
 */
export function gatheringLog(now: Clock, nameOf: NameOf): Log {
  outliveReaders()
  const output = standardOutput()
  const lines = gatheredLines(output.write)
  process.on('exit', () => {
    lines.flush()
    output.finish()
  })
  return createLog(now, lines.add, nameOf)
}

/** Gathers lines for `write`, a text of whole lines. */
export function gatheredLines(write: (text: string) => void) {
  let text = ''
  let timer: NodeJS.Timeout | undefined
  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    const gathered = text
    text = ''
    if (gathered !== '') write(gathered)
  }
  return {
    flush,
    add(line: string, level: LogLevel): void {
      text += `${line}\n`
      if (level !== 'info' || text.length >= ENOUGH) flush()
      else timer ??= setTimeout(flush, GATHERING).unref()
    },
  }
}
