import { installMissing } from '../install.mjs'

installMissing('app')

// Imported only now, after it is installed.
const { tsImport } = await import('tsx/esm/api')
await tsImport('./server.ts', import.meta.url)
