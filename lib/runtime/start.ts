import { ConfigurationError, parseEnv } from '../kernel/env/env'
import { passwordDictionary } from '../password/dictionary'
import { createRuntime } from './create'
import { type Runtime, setRuntime } from './runtime'

/** Makes this process's runtime from the environment and starts it, where no server of ours did. */
export function startProcess(): void {
  const runtime = createOrExit()
  setRuntime(runtime)
  startRuntime(runtime)
}

/** Starts the worker of this process, and loads early what its first requests would wait for. */
export function startRuntime({ ctx, startWorker }: Runtime): void {
  if (ctx.env.production) logConsole(ctx)
  startWorker()
  // Half a second of work, once: better now than in the first registration.
  void passwordDictionary()
}

function createOrExit(): Runtime {
  try {
    return createRuntime(parseEnv(process.env))
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
