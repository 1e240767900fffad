import type { DataContext } from '../../kernel/context'
import { type RunningInstance, readRunning } from '../beat/running'
import { cleanUpAge } from '../clean-up'
import { readDeliveries } from '../count/deliveries'
import { figureOf, sampledTrends } from './figure'
import type { PanelInput } from './panel-input'
import type { Report } from './report'
import { readRequests, requestFigures, requestTrends } from './requests'
import { seriesOf } from './span'

const reportInstance = ({ id, version, startedAt, lastBeatAt }: RunningInstance) => ({
  id,
  version,
  startedAt: startedAt.toISOString(),
  lastBeatAt: lastBeatAt.toISOString(),
})

export async function readApplicationPanel(
  ctx: DataContext,
  input: PanelInput,
): Promise<Report['application']> {
  const { window, uptime } = input
  const [rows, running, age, events] = await Promise.all([
    readRequests(ctx, window),
    readRunning(ctx),
    cleanUpAge(ctx),
    readDeliveries(ctx),
  ])
  return {
    figures: {
      ...requestFigures(rows, input),
      uptime: figureOf('uptime', uptime.percent),
      instances: figureOf('instances', running.length),
      cleanUpAge: figureOf('cleanUpAge', age),
      eventsWaiting: figureOf('eventsWaiting', events.waiting),
      eventsOldest: figureOf('eventsOldest', events.oldest),
      eventsDead: figureOf('eventsDead', events.dead),
    },
    trends: {
      ...requestTrends(rows, input),
      uptime: seriesOf(window, uptime.places),
      ...sampledTrends('application', input),
    },
    instances: running.map(reportInstance),
  }
}
