import { ConfigurationError, type Env, parseEnv } from '../kernel/env/env'
import { isLoopback } from '../kernel/network/loopback'
import { type Check, green, type Probe, red, yellow } from './check'

/** The configuration, or all of its faults. */
export function readConfiguration(source: Probe['source']): { env: Env } | { faults: string[] } {
  try {
    return { env: parseEnv(source) }
  } catch (error) {
    if (error instanceof ConfigurationError) return { faults: error.faults }
    throw error
  }
}

/** Checks that the app would start with this configuration. */
export const configurationCheck: Check = {
  name: 'configuration',
  async run({ source }) {
    const read = readConfiguration(source)
    if ('faults' in read)
      return red(`${read.faults.length} fault(s)`, `${read.faults.join('; ')} (see .env.example)`)
    if (read.env.production) return green('complete, for production')
    if (isLoopback(new URL(read.env.appUrl))) return green('complete, for development')
    return yellow(
      'judged as a development machine, with its defaults, but APP_URL is public',
      'for a deployment run it as the deployment runs: NODE_ENV=production npm run doctor',
    )
  },
}
