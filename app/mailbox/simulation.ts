import type { Refusal } from '@/components/form/answer'
import type { ScanReport } from '@/dev/mailbox-simulator/open-as-scanner'

/** How the last experiment with a message ended; empty before the first one. */
export type Simulation = { report?: string; opening?: ScanReport; refusal?: Refusal }

/** Which button was pressed: one for a provider's report, or one for an opening. */
type Choice = { report: string; as: string }

type ApiRequest = { path: '/api/mailbox' | '/api/mailbox/open'; body: Record<string, string | number> }

/** The API's request for a button. */
export const requestOf = ({
  id,
  outboxId,
  report,
  as,
}: Choice & { id: number; outboxId: number }): ApiRequest =>
  as ? { path: '/api/mailbox/open', body: { id, as } } : { path: '/api/mailbox', body: { outboxId, report } }

/** What to show of its answer. */
export const simulationOf = ({ report, as }: Choice, answer: unknown): Simulation =>
  as ? { opening: answer as ScanReport } : { report }
