import { readFileSync, writeFileSync } from 'node:fs'
import { here } from './bundle.mjs'
import { bundleServer } from './release-server.mjs'

const read = (name) => JSON.parse(readFileSync(here(name), 'utf8'))
const [{ version }, { entries }] = [read('package.json'), read('drizzle/meta/_journal.json')]

await bundleServer(here('tests/previous-release/server.mjs'))
const release = { version, migrations: entries.map(({ tag }) => tag) }
writeFileSync(here('tests/previous-release/release.json'), `${JSON.stringify(release, null, 2)}\n`)
process.stdout.write(`release:bundle: ${version}, with ${entries.length} migration(s)\n`)
