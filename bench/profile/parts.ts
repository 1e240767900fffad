import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** One function of a profile, as the inspector reports it. */
export type Frame = { functionName: string; url: string; lineNumber: number; columnNumber: number }

/** Modules of Node itself, by the start of their name. The first match names the part. */
const NODE_PARTS: [RegExp, string][] = [
  [/^node:(_http|http|internal\/http)/, 'node:http'],
  [/^node:internal\/deps\/undici/, 'node: web Request, Response, Headers'],
  [/^node:internal\/stream_base/, 'node: writing to sockets'],
  [/^node:(net|internal\/net|stream|internal\/streams)/, 'node: sockets and streams'],
  [/^node:(crypto|internal\/crypto)/, 'node:crypto'],
  [/^node:(internal\/)?url/, 'node: URL'],
  [
    /^node:(events|internal\/(process|timers|async|promise)|async_hooks|timers)/,
    'node: events, timers, hooks',
  ],
  [/^node:(buffer|internal\/(buffer|webstreams|encoding))/, 'node: buffers, web streams'],
]

/** Time in which the thread waited, or served the profiler. */
export const NO_WORK = 'no work'

const V8_PARTS: Record<string, string> = {
  '(idle)': NO_WORK,
  '(garbage collector)': 'garbage collector',
  '(program)': 'native code: system calls, parser, V8',
  '(root)': 'native code: system calls, parser, V8',
}

const PACKAGE = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//
const OURS = /(?:^|\/)((?:lib|app|server|components)\/(?:[^/]+))/

const ofSource = (source: string): string => {
  const named = PACKAGE.exec(source)?.[1]
  // The maps of drizzle-orm say that its sources stand beside it.
  if (named !== undefined) return named === 'src' ? 'drizzle-orm' : named
  const [, room] = OURS.exec(source) ?? []
  if (room === undefined) return 'other files'
  return room.startsWith('server/') ? 'server/ (our front)' : room
}

function mapOf(bundle: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${bundle}.map`, 'utf8')))
  } catch {
    return undefined
  }
}

/** Finds the source behind a place of a bundle. Each map is read once. */
function origins(): (bundle: string, line: number, column: number) => string | undefined {
  const maps = new Map<string, SourceMap | undefined>()
  return (bundle, line, column) => {
    if (!maps.has(bundle)) maps.set(bundle, mapOf(bundle))
    const entry = maps.get(bundle)?.findEntry(line, column)
    return entry && 'originalSource' in entry ? entry.originalSource : undefined
  }
}

/**
 * Names the part of the program that a function belongs to: a room of ours, a package, a group of Node's modules.
 * Undefined for a function without a file, whose time is its caller's. `folder`: the build that was profiled.
 */
export function partOf(folder: string): (frame: Frame) => string | undefined {
  const bundles = path.join(folder, 'dist/')
  const origin = origins()
  return ({ functionName, url, lineNumber, columnNumber }) => {
    if (url === '') return V8_PARTS[functionName]
    if (url.startsWith('node:inspector')) return NO_WORK
    if (url.startsWith('node:')) return NODE_PARTS.find(([start]) => start.test(url))?.[1] ?? 'node: other'
    const file = url.startsWith('file:') ? fileURLToPath(url) : url
    if (file.startsWith(bundles)) return ofSource(origin(file, lineNumber, columnNumber) ?? 'server/main.ts')
    if (file.includes('/.next/server/')) return 'pages, as Next.js bundles them'
    return ofSource(path.relative(folder, file))
  }
}
