import 'server-only'
import { headers } from 'next/headers'
import { newProofNonce } from '../../browser-proof/nonce'
import { DEVICE_COOKIE, readCookie } from '../cookies'
import { pageContext } from './page-context'

/** A nonce for the browser's proof of an address, in a form of this page. Undefined: the feature is off. */
export async function proofNonce(): Promise<string | undefined> {
  const ctx = pageContext()
  if (!ctx.env.emailProof) return undefined
  return newProofNonce(ctx, readCookie((await headers()).get('cookie'), DEVICE_COOKIE))
}
