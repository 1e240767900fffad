import { z } from 'zod'
import type { CoreContext } from '../kernel/context'
import { isLocale, type Locale } from '../kernel/locale'
import { open, seal } from '../kernel/seal'

/** Parts of a flow that only we read: kept sealed, and good for its own row alone. */
export type FlowSecrets = {
  nonce: string
  /** PKCE's verifier (RFC 7636). */
  verifier: string
  /** A path of this site to go on to. */
  next: string
  locale: Locale
  /** Cookies that the browser had at the start. Apple's answer is a POST from elsewhere, which brings none of ours but its own. */
  deviceMark: string | null
  jwt: string | null
}

const secrets = z.object({
  nonce: z.string(),
  verifier: z.string(),
  next: z.string(),
  locale: z.custom<Locale>((value) => isLocale(value)),
  deviceMark: z.string().nullable(),
  jwt: z.string().nullable(),
})

const contextOf = (stateHash: Buffer): string => stateHash.toString('hex')

export const sealFlow = ({ env }: CoreContext, stateHash: Buffer, flow: FlowSecrets): Buffer =>
  seal(env, 'provider-flow', contextOf(stateHash), JSON.stringify(flow))

/** @throws Error for a row whose secrets were moved, altered, or sealed under a secret that is gone */
export const openFlow = ({ env }: CoreContext, stateHash: Buffer, sealed: Buffer): FlowSecrets =>
  secrets.parse(JSON.parse(open(env, 'provider-flow', contextOf(stateHash), sealed)))
