import { mkdirSync, writeFileSync } from 'node:fs'
import { freePort } from '../../tests/support/free-port'
import { startLoadGenerator } from '../load/worker'
import type { Report, Row } from '../report/table'
import { CONTRACT, openAccount } from '../servers/account'
import { builds, startObserved } from '../servers/observed'
import { type Frame, NO_WORK, partOf } from './parts'

const SECONDS = Number(process.env.BENCH_SECONDS || 6)
/** Clients at once, by kind of request. */
const CLIENTS: Record<string, number> = { check: 64, 'sign-in': 8, 'sign-up': 8 }
/** Parts with a smaller share of the time of both builds are one line. */
const SHOWN = 0.01
const REST = 'other parts'
const OTHER_THREADS = 'other threads: hashing, collector'

type Node = { id: number; callFrame: Frame; children?: number[] }
type Profile = { nodes: Node[]; samples: number[]; timeDeltas: number[] }

/** Microseconds a request of each part. */
type Parts = Map<string, number>

const RECORDER = new URL('./recorder.mjs', import.meta.url).href

const total = (parts: Parts): number => [...parts.values()].reduce((sum, time) => sum + time, 0)

/**
 * Shares out `cpu`, the main thread's time for a request in µs, among the parts. What a function without a file takes
 * is its caller's. (The samples' own times are of the clock, which goes on while others have the processor.)
 */
function sharesOut(
  { nodes, samples, timeDeltas }: Profile,
  cpu: number,
  part: ReturnType<typeof partOf>,
): Parts {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])))
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  const named = new Map<number, string>()
  const nameOf = (id: number | undefined): string => {
    if (id === undefined) return REST
    const frame = frames.get(id)
    const name = named.get(id) ?? (frame && part(frame)) ?? nameOf(parents.get(id))
    named.set(id, name)
    return name
  }
  const times: Parts = new Map()
  samples.forEach((id, index) => {
    const name = nameOf(id)
    if (name === NO_WORK) return
    times.set(name, (times.get(name) ?? 0) + (timeDeltas[index] ?? 0))
  })
  const factor = cpu / total(times)
  return new Map([...times].map(([name, time]) => [name, time * factor]))
}

async function profiled(name: string, folder: string): Promise<Map<string, Parts>> {
  const port = await freePort()
  const server = await startObserved(folder, {
    NODE_OPTIONS: `--import=${RECORDER}`,
    BENCH_PROFILER: String(port),
  })
  const load = startLoadGenerator()
  const recorder = async (action: string) => (await fetch(`http://127.0.0.1:${port}/${action}`)).json()
  const outcome = new Map<string, Parts>()
  try {
    const part = partOf(folder)
    const { check, signIn, signUp } = await openAccount(server, CONTRACT)
    const works = { check, 'sign-in': signIn, 'sign-up': signUp }
    for (const [work, { request, status }] of Object.entries(works)) {
      const clients = CLIENTS[work] ?? 1
      const run = () =>
        load.run({ port: server.port, requests: [request], clients, seconds: SECONDS, status })
      await run()
      const before = { all: (await server.usage()).cpu, ...(await recorder('cpu')) }
      const { answers } = await run()
      const after = { all: (await server.usage()).cpu, ...(await recorder('start')) }
      await run()
      const { profile } = await recorder('stop')
      writeFileSync(`.cache/bench/${work}-${name}.cpuprofile`, JSON.stringify(profile))
      const onMain = ((after.main - before.main) * 1000) / answers
      const all = ((after.all - before.all) * 1000) / answers
      const parts = sharesOut(profile, onMain, part)
      outcome.set(work, parts.set(OTHER_THREADS, Math.max(0, all - onMain)))
    }
  } finally {
    load.stop()
    await server.stop()
  }
  return outcome
}

type Column = { name: string; parts: Parts }

function rowsOf(work: string, columns: Column[]): Row[] {
  const share = (parts: Parts, part: string) => (parts.get(part) ?? 0) / total(parts)
  const names = [...new Set(columns.flatMap(({ parts }) => [...parts.keys()]))]
  const shown = names
    .filter((part) => part !== REST && columns.some(({ parts }) => share(parts, part) >= SHOWN))
    .toSorted((one, other) => (columns[0]?.parts.get(other) ?? 0) - (columns[0]?.parts.get(one) ?? 0))
  const row = (what: string, of: (parts: Parts) => number): Row => ({
    what: `${work}: ${what}`,
    values: Object.fromEntries(
      columns.flatMap(({ name, parts }) => [
        [`${name}, µs`, of(parts)],
        [`${name}, share`, `${((of(parts) / total(parts)) * 100).toFixed(1)} %`],
      ]),
    ),
  })
  return [
    row('all', total),
    ...shown.map((part) => row(part, (parts) => parts.get(part) ?? 0)),
    row(REST, (parts) => total(parts) - shown.reduce((sum, part) => sum + (parts.get(part) ?? 0), 0)),
  ]
}

/**
 * Profiles the built server under session checks, sign-ins and sign-ups: the CPU time of each part of a request. Writes
 * each profile to `.cache/bench/`, for the flame chart of a browser's developer tools.
 */
export async function profile(): Promise<Report> {
  mkdirSync('.cache/bench', { recursive: true })
  const outcomes: { name: string; works: Map<string, Parts> }[] = []
  for (const { name, folder } of builds()) outcomes.push({ name, works: await profiled(name, folder) })
  const works = [...(outcomes[0]?.works.keys() ?? [])]
  const columns = (work: string): Column[] =>
    outcomes.map(({ name, works }) => ({ name, parts: works.get(work) ?? new Map() }))
  return {
    title: 'CPU time of a request, by part',
    rows: works.flatMap((work) => rowsOf(work, columns(work))),
  }
}
