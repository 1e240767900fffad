import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import preparePostgres from '../support/postgres'
import { runMailFaults } from './mail'
import { printed } from './mail-figures'

const USAGE = 'npm run test:faults -- mail [--messages N] [--seed N]\n'

/** @returns whether every promise held */
async function mail(messages: number, seed: number): Promise<boolean> {
  const stopPostgres = await preparePostgres()
  try {
    process.stdout.write(`mail under faults, --messages ${messages} --seed ${seed}\n`)
    const figures = await runMailFaults({ messages, seed, killEvery: [100, 170] })
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
const [messages, seed] = [Number(values.messages), Number(values.seed ?? randomInt(1_000_000))]
if (positionals.join() !== 'mail' || !(messages > 0) || !Number.isSafeInteger(seed)) {
  process.stdout.write(USAGE)
  process.exitCode = 1
} else if (!(await mail(messages, seed))) process.exitCode = 1
