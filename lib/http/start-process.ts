import { ConfigurationError } from '../kernel/env'
import { passwordDictionary } from '../password/dictionary'
import { type Runtime, runtime } from '../runtime/runtime'

/** Checks the configuration and starts the worker of this server process. */
export function startProcess(): void {
  const { ctx, startWorker } = runtimeOrExit()
  if (ctx.env.production) logConsole(ctx)
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
 * Next.js prints what a page throws, and a database error's text quotes addresses and hashes; of a request that it cannot
 * read it prints what the sender chose. What it prints becomes a line of our log, which says what and where, and quotes
 * nothing.
 */
function logConsole({ log }: Runtime['ctx']): void {
  for (const level of ['warn', 'error'] as const)
    console[level] = (...parts: unknown[]) => {
      log[level](`console_${level}`, {
        error: parts.find((part) => part instanceof Error),
        detail: 'printed by Next.js or a page; its text is left out',
      })
    }
}
