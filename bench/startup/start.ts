import { median } from '../report/rounds'
import { figure, type Report, type Row } from '../report/table'
import { builds, startObserved } from '../servers/observed'

/** Starts of each build, in turn. The first of each warms the disk and does not count. */
const STARTS = 5

type Start = { healthCpu: number; healthMemory: number; pageCpu: number; pageMemory: number }

async function oneStart(folder: string): Promise<Start> {
  const { app, usage, stop } = await startObserved(folder)
  try {
    const health = await usage()
    const page = await fetch(`${app.url}/login`)
    if (!(await page.text()).includes('</html>')) throw new Error(`/login answered ${page.status}, no page`)
    const after = await usage()
    return {
      healthCpu: health.cpu,
      healthMemory: health.memory,
      pageCpu: after.cpu,
      pageMemory: after.memory,
    }
  } finally {
    await stop()
  }
}

/** Measures the processor time and the memory of a start, to the first answer and to the first page. */
export async function start(): Promise<Report> {
  const measured = builds().map(({ name, folder }) => ({ name, folder, starts: [] as Start[] }))
  for (let round = 0; round <= STARTS; round += 1) {
    for (const { folder, starts } of measured) {
      const one = await oneStart(folder)
      if (round > 0) starts.push(one)
    }
  }
  const row = (what: string, of: keyof Start, unit: string, target?: string): Row => {
    const medians = measured.map(({ name, starts }) => [name, median(starts.map((one) => one[of]))] as const)
    const [ours = 0, before] = medians.map(([, value]) => value)
    const ratio = before === undefined ? {} : { 'of before’s': (ours / before).toFixed(2) }
    const values = medians.map(([name, value]) => [name, figure(value, unit)])
    return { what, values: { ...Object.fromEntries(values), ...ratio }, target }
  }
  return {
    title: `Start (median of ${STARTS}, user and system time)`,
    rows: [
      row('CPU to the first /api/health', 'healthCpu', 'ms', '<= 0.35'),
      row('CPU to the first /login', 'pageCpu', 'ms', '<= 0.35'),
      row('memory after /api/health', 'healthMemory', 'MiB'),
      row('memory after /login', 'pageMemory', 'MiB'),
    ],
  }
}
