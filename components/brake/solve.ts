import type { Challenge } from '@/lib/kernel/result'

type Solution = { counter: number; derivedKey: string }

/** Derivations at once: a phone has four cores or more, and some of them are slow. */
const MOST_LANES = 4

const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

const fromHex = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

/** PBKDF2 of the browser itself: it runs beside the page's thread, and as fast as in any program. */
async function derive({ parameters }: Challenge, counter: number): Promise<string> {
  const { nonce, salt, cost, keyLength, algorithm } = parameters
  const password = new Uint8Array([...fromHex(nonce), 0, 0, 0, 0])
  new DataView(password.buffer).setUint32(password.length - 4, counter)
  const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits'])
  const hash = algorithm.replace('PBKDF2/', '')
  const method = { name: 'PBKDF2', salt: fromHex(salt), iterations: cost, hash }
  return toHex(new Uint8Array(await crypto.subtle.deriveBits(method, key, keyLength * 8)))
}

/**
 * Does the work of a challenge. `onTried`: called with the number of counters tried so far.
 * @returns null once `signal` is aborted
 * @throws TypeError where the browser has no `crypto.subtle`: over http
 */
export async function solve(
  challenge: Challenge,
  signal: AbortSignal,
  onTried: (count: number) => void,
): Promise<Solution | null> {
  const { keyPrefix } = challenge.parameters
  let next = 0
  let found: Solution | null = null
  async function tryOn(): Promise<void> {
    while (!found && !signal.aborted) {
      const counter = next
      next += 1
      const derivedKey = await derive(challenge, counter)
      if (derivedKey.startsWith(keyPrefix)) found = { counter, derivedKey }
      onTried(next)
    }
  }
  const lanes = Math.min(navigator.hardwareConcurrency || 1, MOST_LANES)
  await Promise.all(Array.from({ length: lanes }, tryOn))
  return signal.aborted ? null : found
}
