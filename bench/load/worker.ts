import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { HashLoad, HashResult } from './hash-generator'
import type { Load, LoadResult } from './load-generator'

/** A child process that does one job at a time and stays warm between two. */
type Worker<Job, Outcome> = { run(job: Job): Promise<Outcome>; stop(): void }

function startWorker<Job extends object, Outcome>(file: string): Worker<Job, Outcome> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)))
  return {
    run: (job) =>
      new Promise((resolve, reject) => {
        const ended = () => reject(new Error(`${file} ended`))
        child.once('exit', ended)
        child.once('message', (outcome) => {
          child.off('exit', ended)
          resolve(outcome as Outcome)
        })
        child.send(job)
      }),
    stop: () => void child.kill(),
  }
}

export const startLoadGenerator = () => startWorker<Load, LoadResult>('./load-generator.ts')
export const startHashGenerator = () => startWorker<HashLoad, HashResult>('./hash-generator.ts')
