// Prints every span as a line of JSON on standard error: `NODE_OPTIONS="--import ./tests/examples/traces/print.mjs" npm start`
import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node'

const lineOf = (span) =>
  JSON.stringify({
    trace: span.spanContext().traceId,
    span: span.spanContext().spanId,
    parent: span.parentSpanContext?.spanId,
    name: span.name,
    kind: SpanKind[span.kind],
    milliseconds: (span.duration[0] * 1e9 + span.duration[1]) / 1e6,
    failed: span.status.code === SpanStatusCode.ERROR || undefined,
    attributes: span.attributes,
    links: span.links.map(({ context }) => context.traceId),
  })

/** A collector that prints. */
const printer = {
  export(spans, done) {
    for (const span of spans) process.stderr.write(`${lineOf(span)}\n`)
    done({ code: 0 })
  },
  shutdown: async () => {},
}

/** Cuts the query off the targets in Next.js's spans: the pages of mailed links carry their token there. */
const withoutQueries = {
  onStart() {},
  onEnding(span) {
    for (const [name, value] of Object.entries(span.attributes))
      if (typeof value === 'string' && value.includes('?')) span.setAttribute(name, value.split('?', 1)[0])
    span.updateName(span.name.split('?', 1)[0])
  },
  onEnd() {},
  forceFlush: async () => {},
  shutdown: async () => {},
}

new NodeTracerProvider({ spanProcessors: [withoutQueries, new SimpleSpanProcessor(printer)] }).register()
