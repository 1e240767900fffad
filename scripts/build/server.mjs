import { bundle, here } from './bundle.mjs'

await bundle('server/main.ts', here('dist/server.mjs'), { packages: 'external', sourcemap: true })
