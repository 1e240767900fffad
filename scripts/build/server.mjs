import { rmSync } from 'node:fs'
import { here } from './bundle.mjs'
import { bundleServer } from './programs.mjs'

rmSync(here('dist/chunks'), { recursive: true, force: true })
await bundleServer(here('dist'))
