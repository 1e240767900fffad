import { setTimeout as sleep } from 'node:timers/promises'
import { repetitionOf } from './errors'

/** Attempts of one piece of work, the first one included. */
const ATTEMPTS = 5

/** Longest pause before the second attempt (ms); doubles with each attempt. Pauses are random, or transactions that collided would again. */
const PAUSE = 20

/** Runs work, and runs it again where the database asks for that. Work that failed must have changed nothing. */
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
