import { ConfigurationError, parseEnv } from '../kernel/env/env'
import { createRuntime } from './create'
import { type Runtime, setRuntime } from './runtime'

/** Makes this process's runtime from the environment and starts it, where no server of ours did. */
export function startProcess(): Runtime {
  const runtime = createOrExit()
  setRuntime(runtime)
  startRuntime(runtime)
  return runtime
}

/** Starts the worker of this process. What a request rarely needs is loaded by the first one that does. */
export function startRuntime({ ctx, startWorker }: Runtime): void {
  if (ctx.env.production) logConsole(ctx)
  startWorker()
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
 * Turns each print of Next.js into a line of our log that names the error and its place, and quotes nothing. Next.js
 * prints a page's error, and a database error's text quotes addresses and hashes; it prints parts of an unreadable
 * request, which its sender chose.
 */
function logConsole({ log }: Runtime['ctx']): void {
  for (const [name, level] of CONSOLE)
    console[name] = (...parts: unknown[]) => {
      log[level](`console_${name}`, {
        error: parts.find((part) => part instanceof Error),
        detail: 'printed by Next.js or a page; its text is left out',
      })
    }
}

/** Functions of the console, and the level of their lines in our log. Next.js announces its start with `log`. */
const CONSOLE = [
  ['log', 'info'],
  ['info', 'info'],
  ['warn', 'warn'],
  ['error', 'error'],
] as const
