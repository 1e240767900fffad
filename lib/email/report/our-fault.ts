import { sendingRemedy } from '../send/remedies'
import type { Report } from './match'

/**
 * The remedy for a bounce that is not the address's fault, but that of our reputation, sender or content, or unexplained.
 * Operators can mend that and the person cannot, so the address is not suppressed. Undefined for every other report.
 */
export const remedyForBounce = ({ type, reason }: Pick<Report, 'type' | 'reason'>): string | undefined =>
  type === 'bounce' ? sendingRemedy(reason ?? '') : undefined
