import { installMissing } from '../install.mjs'

installMissing()

// Only now is there something to import.
const { tsImport } = await import('tsx/esm/api')
await tsImport('./server.ts', import.meta.url)
