import { passwordDictionary } from '../auth/password-dictionary'
import { ConfigurationError } from '../env'
import { type Runtime, runtime } from '../runtime'

/** Checks the configuration and starts the worker of this server process. */
export function startProcess(): void {
  const { ctx, startWorker } = runtimeOrExit()
  if (ctx.env.production) logConsoleErrors(ctx)
  startWorker()
  // Half a second of work, once: better now than in the first registration.
  void passwordDictionary()
}

function runtimeOrExit(): Runtime {
  try {
    return runtime()
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
}

/**
 * Next.js prints what a page throws, and a database error's text quotes addresses and hashes. What it prints becomes
 * a line of our log, which says what and where, and quotes nothing.
 */
function logConsoleErrors({ log }: Runtime['ctx']): void {
  console.error = (...parts: unknown[]) => {
    log.error('console_error', {
      error: parts.find((part) => part instanceof Error),
      detail: 'printed by Next.js or a page; its text is left out',
    })
  }
}
