import type { Metafile } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { bundleServer, bundleTree, COMMANDS, programOf } from '../../../scripts/build/programs.mjs'

/** Loaded by the first thing that needs them: Next.js by a page, the others by a message, a figure or a new password. */
const LATER =
  /(?:^|node_modules\/)(?:next|nodemailer|@aws-sdk\/[\w-]+|@smithy\/[\w-]+|@zxcvbn-ts\/[\w-]+)(?:\/|$)|docs\/openapi[.]json$|zod\/v4\/locales\/(?!en[.]js|index[.]js)/

/** Paths of everything that a program loads when it starts: its sources, and packages that stay outside. */
function loadedAtStart({ outputs }: Metafile, program: string): string[] {
  const entry = Object.keys(outputs).find((file) => file.endsWith(`/${program}.mjs`))
  const reached = new Set<string>([entry ?? program])
  const loaded: string[] = []
  for (const file of reached) {
    const { inputs = {}, imports = [] } = outputs[file] ?? {}
    loaded.push(...Object.keys(inputs))
    for (const { path, kind, external } of imports)
      if (external && kind !== 'dynamic-import') loaded.push(path)
      // A tree's server sets its folder, and then loads the rest.
      else if (kind !== 'dynamic-import' || /\/main-\w+[.]mjs$/.test(path)) reached.add(path)
  }
  return loaded
}

async function metafileOf(make: typeof bundleServer): Promise<Metafile> {
  const { metafile } = await make('/nowhere', { write: false, metafile: true })
  if (!metafile) throw new Error('esbuild described nothing')
  return metafile
}

describe('a start loads no package that most processes need later or never', () => {
  it('as server of npm start', async () => {
    const loaded = loadedAtStart(await metafileOf(bundleServer), 'server')
    expect(loaded).toContain('server/main.ts')
    expect(loaded.filter((path) => LATER.test(path))).toEqual([])
  })

  it.each(['server', ...COMMANDS.map((name) => `bin/${name}`)])('as %s of a tree', async (program) => {
    const loaded = loadedAtStart(await metafileOf(bundleTree), program)
    expect(loaded).toContain(program === 'server' ? 'server/main.ts' : programOf(program.slice(4)))
    expect(loaded.filter((path) => LATER.test(path))).toEqual([])
  })
})
