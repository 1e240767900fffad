import { timingSafeEqual } from 'node:crypto'
import { sha256 } from '../../kernel/seal'

/**
 * Whether a request brings this bearer secret; how the scheme's name is written decides nothing (RFC 9110 11.1).
 * Digests have one length, so the comparison tells nothing of the secret's (OWASP ASVS 11.2.4).
 */
export function isBearer(headers: Headers, secret: string): boolean {
  const given = (headers.get('authorization') ?? '').replace(/^bearer +/i, 'Bearer ')
  return timingSafeEqual(sha256(given), sha256(`Bearer ${secret}`))
}
