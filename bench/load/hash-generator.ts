import { hash, verify } from '@node-rs/bcrypt'
import { BCRYPT_COST, PASSWORD } from '../constants'

/** Hashes under way at once, as in the product. */
const IN_FLIGHT = 2

/** Runs bcrypt alone, in a process of its own: the upper bound of sign-ins and sign-ups. */
async function hashFor({ seconds, work }: HashLoad): Promise<HashResult> {
  const stored = await hash(PASSWORD, BCRYPT_COST)
  const before = process.cpuUsage()
  const started = performance.now()
  const deadline = started + seconds * 1000
  let hashes = 0
  let count = 0
  let last = started
  const hasher = async () => {
    while (performance.now() < deadline) {
      await (work === 'verify' ? verify(PASSWORD, stored) : hash(PASSWORD, BCRYPT_COST))
      hashes += 1
      if (performance.now() > deadline) return
      count += 1
      last = performance.now()
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, hasher))
  const { user, system } = process.cpuUsage(before)
  return { rate: count / ((last - started) / 1000), cpu: (user + system) / 1000 / hashes }
}

export type HashLoad = { seconds: number; work: 'hash' | 'verify' }

/** Hashes a second, and CPU time a hash (ms). */
export type HashResult = { rate: number; cpu: number }

process.on('message', async (load: HashLoad) => {
  process.send?.(await hashFor(load))
})
