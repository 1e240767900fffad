import {
  type Attributes,
  type Context,
  context,
  ProxyTracerProvider,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import { APPLICATION_NAME } from '../brand'
import { spanContextIn, traceparentOf } from './traceparent'

/**
 * Traces by OpenTelemetry's API alone: where no SDK is registered nothing is made, and the work is done directly. Attributes hold
 * codes, counts and ids, never an address, a name, a token or a statement's values (docs/TRACES.md).
 */
type Traced = {
  name: string
  kind?: keyof typeof SpanKind
  attributes?: Attributes
  /** A `traceparent` of the caller, which becomes the parent where no span is active. */
  parent?: { traceparent: string | null; tracestate?: string | null }
  /** The `traceparent` of what caused the work at another time. */
  cause?: string | null
  /** The work is no part of what runs now. */
  isRoot?: boolean
}

/** The span of the work, for what is known at its end. */
export type Traceable = Pick<Span, 'setAttribute' | 'setStatus'>

const NO_PROVIDER = new ProxyTracerProvider().getDelegate()

const isOn = (): boolean => {
  const provider = trace.getTracerProvider() as { getDelegate?(): unknown }
  return (provider.getDelegate ? provider.getDelegate() : provider) !== NO_PROVIDER
}

/** The class and code of a failure: its message can quote a value. */
function typeOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown }
  return typeof code === 'string' ? code : typeof name === 'string' ? name : '_OTHER'
}

/** Marks a span as failed, by a code. */
export function markFailed(span: Traceable, code: string): void {
  span.setAttribute('error.type', code)
  span.setStatus({ code: SpanStatusCode.ERROR })
}

function parentOf({ parent, isRoot }: Traced): Context {
  const active = context.active()
  if (isRoot) return ROOT_CONTEXT
  if (!parent?.traceparent || trace.getSpan(active)) return active
  const caller = spanContextIn(parent.traceparent, parent.tracestate)
  return caller ? trace.setSpanContext(active, caller) : active
}

/** Does the work within a span. @param work gets the span; undefined: nobody collects traces */
export function traced<T>(describe: () => Traced, work: (span?: Traceable) => Promise<T>): Promise<T> {
  return isOn() ? spanned(describe(), work) : work()
}

function spanned<T>(what: Traced, work: (span: Traceable) => Promise<T>): Promise<T> {
  const { name, kind = 'INTERNAL', attributes, cause } = what
  const caused = cause ? spanContextIn(cause) : undefined
  const options = { kind: SpanKind[kind], attributes, links: caused ? [{ context: caused }] : [] }
  return trace.getTracer(APPLICATION_NAME).startActiveSpan(name, options, parentOf(what), async (span) => {
    try {
      return await work(span)
    } catch (error) {
      markFailed(span, typeOf(error))
      throw error
    } finally {
      span.end()
    }
  })
}

/** The same for a part of some work: without an active span nothing is made, since nobody could place it. */
export function tracedPart<T>(describe: () => Traced, work: () => Promise<T>): Promise<T> {
  return isOn() && trace.getActiveSpan()?.isRecording() ? spanned(describe(), work) : work()
}

/** The `traceparent` of the active span; null where there is none that is collected. */
export function activeTraceparent(): string | null {
  const active = isOn() ? trace.getActiveSpan()?.spanContext() : undefined
  return active ? traceparentOf(active) : null
}

/** Does the work as a part of what caused it at another time. */
export function continuing<T>(traceparent: string | null, work: () => Promise<T>): Promise<T> {
  const caused = traceparent && isOn() ? spanContextIn(traceparent) : undefined
  return caused ? context.with(trace.setSpanContext(context.active(), caused), work) : work()
}
