import type { DataContext } from '../../kernel/context'
import { readStanding } from '../count/accounts'
import { figureOf, sampledTrends } from './figure'
import type { PanelInput } from './panel-input'
import type { Panel, UsersFigure } from './report'

/** A figure as it was read off last. A reading without a value is about sessions that nobody has. */
function sampled({ latest }: PanelInput, name: UsersFigure) {
  const reading = latest.get(name)
  return figureOf(name, reading?.value ?? null, reading ? {} : { why: 'not_sampled' })
}

export async function readUsersPanel(ctx: DataContext, input: PanelInput): Promise<Panel<UsersFigure>> {
  const { total, verified, pending, disabled } = await readStanding(ctx)
  return {
    figures: {
      total: figureOf('total', total),
      verified: figureOf('verified', verified),
      pending: figureOf('pending', pending),
      disabled: figureOf('disabled', disabled),
      active: sampled(input, 'active'),
      boundOperators: sampled(input, 'boundOperators'),
      refusedProofs: sampled(input, 'refusedProofs'),
    },
    trends: sampledTrends('users', input),
  }
}
