#!/usr/bin/env bash
# Next.js 16.4.6, a project in a folder below another project, whose packages it shares (`turbopack.root` names the folder above).
#
# Guess: `turbopack.root` says where packages may be found; the files that Next.js knows by name (`instrumentation.ts` and the like) are
#   those of the folder that it was started in.
# True: without an `instrumentation.ts` of its own, the inner project compiles and runs that of the folder above: its `register()` runs in
#   the inner process. With one of its own, its own runs.
# Source: documents of Next.js, "instrumentation": the file belongs into the root of the application, and "turbopack": `root` is for packages outside.
. "$(dirname "$0")/tools/beside.sh"
npm_packages next@16.4.6 react@19.3.1 react-dom@19.3.1
mkdir -p "$work/inner/app"
echo 'export function register() { console.log("the outer one") }' >"$work/instrumentation.js"
echo 'export default () => "page"' >"$work/inner/app/page.js"
echo 'export default ({ children }) => <html lang="en"><body>{children}</body></html>' >"$work/inner/app/layout.js"
echo "import path from 'node:path'; export default { turbopack: { root: path.resolve('..') } }" >"$work/inner/next.config.mjs"
export NEXT_TELEMETRY_DISABLED=1

# said_by_inner: runs the inner project, and prints what the instrumentation said.
said_by_inner() {
  local port; port="$(free_port)"
  (cd "$work/inner" && exec node ../node_modules/next/dist/bin/next dev -p "$port" >"$work/said" 2>&1) &
  local child=$!
  pids+=("$child")
  for _ in $(seq 120); do
    grep -q 'the [a-z]* one' "$work/said" && break
    curl -s -m 20 -o /dev/null "http://127.0.0.1:$port/" || sleep 0.5
  done
  kill "$child" 2>/dev/null || true
  grep -o 'the [a-z]* one' "$work/said" | head -1 || cat "$work/said"
}
seen 'the instrumentation of the folder above runs' "$(said_by_inner)" '^the outer one$'
echo 'export function register() { console.log("the inner one") }' >"$work/inner/instrumentation.js"
rm -rf "$work/inner/.next"
seen 'its own runs where it has one' "$(said_by_inner)" '^the inner one$'
