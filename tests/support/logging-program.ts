import { systemClock } from '../../lib/kernel/clock'
import { gatheringLog, processLog } from '../../lib/runtime/process-log'

/** Writes 2,000 lines to the log that its first argument names, and ends as its second says. */
const [which, how] = process.argv.slice(2)
const log = (which === 'plain' ? processLog : gatheringLog)(systemClock, () => undefined)

process.on('uncaughtException', () => process.exit(1))
process.on('SIGTERM', () => process.exit(0))
for (let count = 0; count < 2000; count += 1) log.info('line', { count })
if (how === 'crash') throw new Error('a crash')
if (how === 'exit') process.exit(0)
if (how === 'signal') process.kill(process.pid, 'SIGTERM')
// By then its readers are gone.
if (how === 'unread')
  process.once('message', () => {
    log.error('unread', {})
    process.stderr.write('unread\n')
    setTimeout(() => process.exit(7), 200)
  })
setTimeout(() => undefined, 10_000)
