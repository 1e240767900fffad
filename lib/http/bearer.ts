import { timingSafeEqual } from 'node:crypto'
import { sha256 } from '../seal'

/** Whether a request brings this bearer secret. Digests have one length, so the comparison tells nothing of the
 * secret's (OWASP ASVS 11.2.4). */
export const isBearer = (headers: Headers, secret: string): boolean =>
  timingSafeEqual(sha256(headers.get('authorization') ?? ''), sha256(`Bearer ${secret}`))
