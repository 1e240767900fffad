import { sendingRemedy } from '../send/remedies'
import type { Report } from './match'

/**
 * The remedy for a bounce that is not the address's fault: our reputation, sender or content, or nobody knows what.
 * Operators can mend it; the person cannot, and their address is spared. Undefined for every other report.
 */
export const remedyForBounce = ({ type, reason }: Pick<Report, 'type' | 'reason'>): string | undefined =>
  type === 'bounce' ? sendingRemedy(reason ?? '') : undefined
