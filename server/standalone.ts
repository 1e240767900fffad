import { readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * Starts the server in a tree that `npm run build:standalone` made: there is no `next.config.ts` to read, and no
 * working folder to rely on. The name of the variable is Next.js's own; its `server.js` for such trees sets the same.
 */
const tree = import.meta.dirname
const built = path.join(tree, '.next', 'required-server-files.json')
process.chdir(tree)
process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(JSON.parse(readFileSync(built, 'utf8')).config)
await import('./main')
