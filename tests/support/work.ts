import { pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import type { Challenge, Result } from '../../lib/kernel/result'

type Solution = { counter: number; derivedKey: string }

const derive = promisify(pbkdf2)

async function keyFor({ parameters }: Challenge, counter: number): Promise<string> {
  const end = Buffer.alloc(4)
  end.writeUInt32BE(counter)
  const password = Buffer.concat([Buffer.from(parameters.nonce, 'hex'), end])
  const salt = Buffer.from(parameters.salt, 'hex')
  return (await derive(password, salt, parameters.cost, parameters.keyLength, 'sha256')).toString('hex')
}

/** A counter from `start` on; `isWanted` false looks for one that does not solve the challenge. */
export async function solve(challenge: Challenge, start = 0, isWanted = true): Promise<Solution> {
  for (let counter = start; ; counter += 1) {
    const derivedKey = await keyFor(challenge, counter)
    if (derivedKey.startsWith(challenge.parameters.keyPrefix) === isWanted) return { counter, derivedKey }
  }
}

/** The field `work`. */
export const workOf = (challenge: unknown, solution: unknown): string =>
  Buffer.from(JSON.stringify({ challenge, solution })).toString('base64')

/** A proof of the work that a challenge asks for. */
export const doWork = async (challenge: Challenge): Promise<string> =>
  workOf(challenge, await solve(challenge))

/** The challenge of a refusal. */
export function challengeOf(refused: Result<unknown>): Challenge {
  if (refused.ok || !refused.error.work) throw new Error('no work was offered')
  return refused.error.work
}
