import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const server = new URL('../dist/server.mjs', import.meta.url)
const build = fileURLToPath(new URL('../.next/BUILD_ID', import.meta.url))

if (!existsSync(build) || !existsSync(fileURLToPath(server))) {
  process.stderr.write('There is no build: run `npm run build` first.\n')
  process.exit(1)
}
await import(server.href)
