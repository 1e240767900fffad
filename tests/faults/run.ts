import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import preparePostgres from '../support/postgres'
import { runEventFaults } from './events'
import { type Figure, printed } from './figure'
import { runMailFaults } from './mail'

const USAGE = 'npm run test:faults -- mail|events [--messages N] [--seed N]\n'

/** Runs by name: what is sent under faults. */
const RUNS: Record<string, (count: number, seed: number) => Promise<Figure[]>> = {
  mail: (messages, seed) => runMailFaults({ messages, seed, killEvery: [100, 170] }),
  events: (events, seed) => runEventFaults({ events, seed, killEvery: [300, 500] }),
}

/** @returns whether every promise held */
async function run(name: string, count: number, seed: number): Promise<boolean> {
  const stopPostgres = await preparePostgres()
  try {
    process.stdout.write(`${name} under faults, --messages ${count} --seed ${seed}\n`)
    const figures = (await RUNS[name]?.(count, seed)) ?? []
    process.stdout.write(printed(figures))
    return figures.every(({ broken }) => !broken)
  } finally {
    await stopPostgres()
  }
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { messages: { type: 'string', default: '10000' }, seed: { type: 'string' } },
})
const [count, seed] = [Number(values.messages), Number(values.seed ?? randomInt(1_000_000))]
const name = positionals.join()
if (!(name in RUNS) || !(count > 0) || !Number.isSafeInteger(seed)) {
  process.stdout.write(USAGE)
  process.exitCode = 1
} else if (!(await run(name, count, seed))) process.exitCode = 1
