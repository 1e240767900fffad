import type { DataContext } from '../../kernel/context'
import { readStanding } from '../count/accounts'
import { figureOf, sampledTrends } from './figure'
import type { PanelInput } from './panel-input'
import type { Panel, UsersFigure } from './report'

export async function readUsersPanel(ctx: DataContext, input: PanelInput): Promise<Panel<UsersFigure>> {
  const { total, verified, pending, disabled } = await readStanding(ctx)
  return {
    figures: {
      total: figureOf('total', total),
      verified: figureOf('verified', verified),
      pending: figureOf('pending', pending),
      disabled: figureOf('disabled', disabled),
      active: figureOf('active', input.latest.get('active')?.value ?? null),
    },
    trends: sampledTrends('users', input),
  }
}
