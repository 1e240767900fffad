import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import type { NodeHandler } from './front'

/** The pages, which Next.js renders. */
export type Pages = {
  render: NodeHandler
  /** Loads Next.js if nobody asked for a page yet. @throws when the build cannot be served */
  load(): Promise<void>
}

/**
 * The configuration as the build wrote it down, which is all that Next.js needs of it: `next.config.ts` would be compiled
 * and checked anew (13 MB and a tenth of the start), and is not there in a tree that runs without the project. The
 * variable is Next.js's own; its `server.js` for such trees sets the same.
 */
function takeBuiltConfiguration(): void {
  const built = path.join('.next', 'required-server-files.json')
  const { config } = JSON.parse(readFileSync(built, 'utf8'))
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(config)
}

async function start(port: number): Promise<NodeHandler> {
  takeBuiltConfiguration()
  const { default: next } = await import('next')
  // Next.js listens for upgrades on the server of its first request, so it gets one that nobody can reach.
  const app = next({ dev: false, hostname: '127.0.0.1', port, httpServer: createServer() })
  await app.prepare()
  return app.getRequestHandler()
}

/** The pages of the build in the working folder. Next.js takes most of the start, so that it is loaded apart from it. */
export function createPages(port: number): Pages {
  let started: Promise<NodeHandler> | undefined
  const handler = () => {
    started ??= start(port)
    return started
  }
  return {
    render: async (incoming, outgoing) => (await handler())(incoming, outgoing),
    load: async () => void (await handler()),
  }
}
