import { startEmbedded } from '../../dev/postgres/start'

/**
 * A process that uses the embedded database in the folder it is given, for tests. Says its address, then does what
 * it is told on standard input: `stop` lets go of the database, `exit` ends without doing so.
 */
const { url, stop } = await startEmbedded(process.argv[2] ?? '')
process.stdout.write(`${url}\n`)
process.stdin.once('data', async (order) => {
  if (String(order).trim() === 'stop') await stop()
  process.exit(0)
})
