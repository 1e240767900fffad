import { interleave } from './rounds'
import type { LimitServer, MeasuredApp } from './servers'
import type { Stage } from './stage'
import { figure, printTable } from './table'

const SECONDS = 2

/** Measures session checks a second, each with its query. */
export async function sessions({ ours, limit, load }: Stage): Promise<void> {
  const measure = (server: MeasuredApp | LimitServer, clients: number) => async () => {
    const { port, check } = server
    const before = await server.probe()
    const plan = { port, requests: [check], clients, seconds: SECONDS, status: 200 }
    const { answers, rate } = await load.run(plan)
    const after = await server.probe()
    return [rate, (after.cpu - before.cpu) / answers]
  }
  const of = await interleave({
    one: measure(ours, 1),
    limitOne: measure(limit, 1),
    many: measure(ours, 64),
    limitMany: measure(limit, 64),
  })
  const [one = 0] = of.one
  const [limitOne = 0] = of.limitOne
  const [many = 0, cpu = 0] = of.many
  const [limitMany = 0, limitCpu = 0] = of.limitMany
  printTable('Session check', [
    {
      what: '1 client, a second',
      ours: figure(one),
      limit: figure(limitOne),
      ratio: one / limitOne,
      target: '>= 0.80',
    },
    {
      what: '64 clients, a second',
      ours: figure(many),
      limit: figure(limitMany),
      ratio: many / limitMany,
      target: '>= 0.70',
    },
    {
      what: 'CPU a check (64 clients)',
      ours: figure(cpu, 'ms'),
      limit: figure(limitCpu, 'ms'),
      ratio: cpu / limitCpu,
      target: '<= 0.12 ms',
    },
  ])
}
