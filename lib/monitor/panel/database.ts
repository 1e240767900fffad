import type { CoreContext } from '../../kernel/context'
import type { GaugeName } from '../gauge/gauges'
import { machineSource } from '../gauge/machine'
import { figureOf, sampledTrends } from './figure'
import type { PanelInput } from './panel-input'
import type { DatabaseFigure, Panel } from './report'

export function databasePanel(ctx: CoreContext, input: PanelInput): Panel<DatabaseFigure> {
  const value = (name: GaugeName) => input.latest.get(name)?.value ?? null
  // Without the extension a query is a transaction: most of ours have one statement.
  const source = value('_statements') === null ? 'transactions' : 'statements'
  return {
    figures: {
      connections: figureOf('connections', value('connections'), { limit: value('connectionsLimit') }),
      cpu: figureOf('cpu', value('cpu'), machineSource(ctx)),
      storage: figureOf('storage', value('storage'), { limit: value('storageLimit') }),
      queriesPerSecond: figureOf('queriesPerSecond', value('queriesPerSecond'), { source }),
    },
    trends: sampledTrends('database', input),
  }
}
