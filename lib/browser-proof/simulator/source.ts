import type { Env } from '../../kernel/env/env'
import type { IssuerSource } from '../issuer-keys'
import { simulatedIssuer, simulatedKeys, simulatedRecords } from './issuer'

/** The outside world with the local mailbox's issuer in it: what is asked of that never leaves this process. */
export function withSimulatedIssuer(env: Env, outside: IssuerSource): IssuerSource {
  const issuer = simulatedIssuer(env)
  if (!issuer) return outside
  return {
    async txt(name) {
      const records = simulatedRecords(env, name)
      return records.length > 0 ? records : outside.txt(name)
    },
    async get(url, signal) {
      if (url.host !== issuer) return outside.get(url, signal)
      return Buffer.from(JSON.stringify({ jwks_uri: `https://${issuer}/jwks`, keys: simulatedKeys(env) }))
    },
  }
}
