import { PASSWORD } from './constants'
import type { HashLoad } from './load/hash-generator'
import type { WireRequest } from './load/http-client'
import { interleave } from './rounds'
import { type Stage, signInRequest } from './stage'
import { figure, printTable } from './table'

const SECONDS = 6
const CLIENTS = 8

type Workload = {
  title: string
  request: WireRequest
  status: number
  work: HashLoad['work']
  target: string
}

async function againstBcrypt({ ours, load, hashes }: Stage, workload: Workload): Promise<void> {
  const { title, request, status, work, target } = workload
  const plan = { port: ours.port, requests: [request], clients: CLIENTS, seconds: SECONDS, status }
  const of = await interleave({
    ours: async () => {
      const before = await ours.probe()
      const { answers, rate } = await load.run(plan)
      return [rate, ((await ours.probe()).cpu - before.cpu) / answers]
    },
    bcrypt: async () => {
      const { rate, cpu } = await hashes.run({ seconds: SECONDS, work })
      return [rate, cpu]
    },
  })
  const [rate = 0, cpu = 0] = of.ours
  const [bcryptRate = 0, bcryptCpu = 0] = of.bcrypt
  printTable(`${title}, ${CLIENTS} clients (limit: bcrypt alone)`, [
    {
      what: 'a second',
      ours: figure(rate),
      limit: figure(bcryptRate),
      ratio: rate / bcryptRate,
      target,
    },
    // Other work on the machine lowers the rate, but hardly changes this.
    {
      what: 'CPU each',
      ours: figure(cpu, 'ms'),
      limit: figure(bcryptCpu, 'ms'),
      ratio: cpu / bcryptCpu,
      target: '',
    },
  ])
}

/** Measures sign-ins a second, as a share of bcrypt's rate. */
export const signIn = (stage: Stage): Promise<void> =>
  againstBcrypt(stage, {
    title: 'Sign-in',
    request: signInRequest(stage.ours.email),
    status: 200,
    work: 'verify',
    target: '>= 0.98',
  })

/** Measures sign-ups a second, outbox included, as a share of bcrypt's rate. */
export const signUp = (stage: Stage): Promise<void> =>
  againstBcrypt(stage, {
    title: 'Sign-up',
    request: {
      method: 'POST',
      path: '/api/auth/register',
      body: JSON.stringify({ name: 'Ada', email: 'ada-{n}@example.com', password: PASSWORD }),
    },
    status: 201,
    work: 'hash',
    target: '>= 0.97',
  })
