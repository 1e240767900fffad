import { PROOF_REFUSALS } from '../../browser-proof/refusals'
import type { CoreContext } from '../../kernel/context'
import { bucketStart } from '../count/duration-buckets'
import { PROOF_WAYS, readAllTime, refusalKind, SIGNUP_KINDS, wayKind } from '../count/tallies'
import { isKnown } from './known'
import { counter, histogram, type Metric } from './metric'

/**
 * Classes of the time from sign-up to verified: octaves from one minute to four and a half hours, then every second one
 * to twelve days.
 */
const DURATION_BOUNDS = [24, 28, 32, 36, 40, 44, 48, 52, 56, 64, 72, 80]

type Duration = { bucket: number; amount: number }

/** People by class of the time they took to verify. */
function classesOf(verified: Duration[]): number[] {
  return [...DURATION_BOUNDS, Number.POSITIVE_INFINITY].map((bound, place) => {
    const from = DURATION_BOUNDS[place - 1] ?? -1
    const inside = verified.filter(({ bucket }) => bucket < bound && bucket >= from)
    return inside.reduce((total, row) => total + row.amount, 0)
  })
}

export async function signupMetrics(ctx: CoreContext): Promise<Metric[]> {
  const rows = await readAllTime(ctx, [
    ...SIGNUP_KINDS,
    ...PROOF_WAYS.map(wayKind),
    ...PROOF_REFUSALS.map(refusalKind),
  ])
  const of = (kind: string) => rows.filter((row) => row.kind === kind)
  const amount = (kind: string) => of(kind).reduce((total, row) => total + row.amount, 0)
  const verified = of('signup_verified')
  // Only classes are kept: a class counts as its middle.
  const sum = verified.reduce((total, row) => total + row.amount * bucketStart(row.bucket + 0.5), 0)
  return [
    counter(
      'signups',
      'People who signed up, by how far they came.',
      SIGNUP_KINDS.filter((kind) => isKnown(ctx, kind)).map((kind) => ({
        labels: { stage: kind === 'signup' ? 'registered' : kind.replace('signup_', '') },
        value: amount(kind),
      })),
    ),
    histogram(
      'signup_verification_seconds',
      'Time from sign-up to verified; its sum is estimated from classes.',
      {
        bounds: DURATION_BOUNDS.map((bound) => bucketStart(bound)),
        distributions: [{ counts: classesOf(verified), sum }],
      },
    ),
    counter(
      'addresses_proven',
      'People who proved their address, by the way; operators and new passwords are not among them.',
      PROOF_WAYS.map((way) => ({ labels: { way }, value: amount(wayKind(way)) })),
    ),
    counter(
      'browser_proofs_refused',
      'Sign-ups with a proof by the browser that did not count, by reason.',
      PROOF_REFUSALS.map((reason) => ({ labels: { reason }, value: amount(refusalKind(reason)) })),
    ),
  ]
}
