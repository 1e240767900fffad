import { setTimeout as sleep } from 'node:timers/promises'
import { repetitionOf } from './errors'

/** Attempts of one piece of work, the first one included. */
const ATTEMPTS = 5

/** The longest pause before the second attempt (ms); it doubles. Random, so that those who collided part. */
const PAUSE = 20

/** Runs work that leaves nothing behind when it fails, and again where the database asks for that. */
export async function repeated<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (repetitionOf(error) === 'no' || attempt === ATTEMPTS) throw error
      await sleep(Math.random() * PAUSE * 2 ** (attempt - 1))
    }
  }
}
