import { DAY } from '../../lib/kernel/clock'
import { loadEnvironment } from '../environment'
import { runScript, ScriptError } from '../run-script'
import { whenAskedToStop } from '../when-asked-to-stop'

/**
 * Runs the embedded database until this process is asked to stop, and prints its address, for rehearsals on one
 * machine.
 */
async function main(): Promise<void> {
  const { env, embedded, stop } = await loadEnvironment({ production: false })
  if (!embedded) throw new ScriptError('DATABASE_URL is set, there is nothing to serve')
  process.stdout.write(`${env.DATABASE_URL}\n`)
  // A timer keeps this process alive; the server is a process of its own.
  const waiting = setInterval(() => undefined, DAY)
  whenAskedToStop(() => {
    clearInterval(waiting)
    void stop()
  })
}

await runScript('db:serve', main)
