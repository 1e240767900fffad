import { createTraceState, isSpanContextValid, type SpanContext, TraceFlags } from '@opentelemetry/api'

/** `traceparent` (W3C Trace Context, 3.2). A version above 00 may go on behind a hyphen; ff is none. */
const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/

/** Longest that is read: the header comes from anybody. */
const MAX_LENGTH = 512

/** The span that a `traceparent` names; undefined where it is malformed. */
export function spanContextIn(traceparent: string, tracestate?: string | null): SpanContext | undefined {
  if (traceparent.length > MAX_LENGTH) return undefined
  const [, version, traceId = '', spanId = '', flags = '', more] = TRACEPARENT.exec(traceparent.trim()) ?? []
  if (version === '00' && more !== undefined) return undefined
  const span: SpanContext = {
    traceId,
    spanId,
    // Later bits have no meaning yet, and are not passed on.
    traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED,
    isRemote: true,
    ...(tracestate && tracestate.length <= MAX_LENGTH && { traceState: createTraceState(tracestate) }),
  }
  return isSpanContextValid(span) ? span : undefined
}

/** The `traceparent` of a span; null where it is not collected. */
export const traceparentOf = ({ traceId, spanId, traceFlags }: SpanContext): string | null =>
  traceFlags & TraceFlags.SAMPLED ? `00-${traceId}-${spanId}-01` : null
