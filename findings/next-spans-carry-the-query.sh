#!/usr/bin/env bash
# Next.js 16.4.6 with an OpenTelemetry SDK in its process, and nothing configured in Next.js.
#
# Guess: a request's span names its route and its path, as the semantic conventions separate path and query (`url.path`, `url.query`), and leaves
#   the query out, since it may hold tokens.
# True: `http.target`, of the conventions before 2023, holds path and query of every request. A collector so keeps what a mailed link holds,
#   unless a processor cuts it.
# Source: semantic conventions of OpenTelemetry for HTTP spans, in which `http.target` is deprecated for `url.path` and `url.query`.
. "$(dirname "$0")/tools/beside.sh"
npm_packages next@16.4.6 react@19.3.1 react-dom@19.3.1 @opentelemetry/api@1.9.0 @opentelemetry/sdk-trace-node@2.12.1
mkdir -p "$work/app/item"
echo 'export const dynamic = "force-dynamic"; export default () => "page"' >"$work/app/item/page.js"
echo 'export default ({ children }) => <html lang="en"><body>{children}</body></html>' >"$work/app/layout.js"
cat >"$work/tracing.cjs" <<'J'
const { NodeTracerProvider, SimpleSpanProcessor } = require('@opentelemetry/sdk-trace-node')
const exporter = {
  export(spans, done) {
    for (const { attributes } of spans)
      for (const name of ['http.target', 'url.path', 'url.query'])
        if (attributes[name]) process.stdout.write(`span says ${name} ${attributes[name]}\n`)
    done({ code: 0 })
  },
  async shutdown() {},
}
new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register()
J
export NEXT_TELEMETRY_DISABLED=1 NODE_OPTIONS="--require $work/tracing.cjs"
port="$(free_port)"
cd "$work"
start node node_modules/next/dist/bin/next dev -p "$port"
for _ in $(seq 120); do
  NODE_OPTIONS= curl -s -m 60 -o /dev/null "http://127.0.0.1:$port/item?key=of-a-link" && break || sleep 0.5
done
for _ in $(seq 50); do grep -q 'span says' "$work/log" && break; sleep 0.2; done
seen 'the span of a request holds the query' "$(grep 'span says' "$work/log" | sort -u | paste -sd' ' || cat "$work/log")" 'http\.target /item\?key=of-a-link'
seen 'no attribute of the newer names does' "$(grep -c 'span says url' "$work/log" || true)" '^0$'
