import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Folders of the product and of its tools; the last one holds the tests. */
const FOLDERS = [
  'app',
  'components',
  'lib',
  'server',
  'scripts',
  'dev',
  'openapi',
  'bench',
  'examples',
  'tests',
]

/** Paths from the root of every file in the folders above, and of every file beside them. */
export const files = [
  ...FOLDERS.flatMap((folder) =>
    readdirSync(`${root}/${folder}`, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(root.length).replace(/^\/+/, '')),
  ),
  ...readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name),
]

export const read = (name: string): string => readFileSync(`${root}/${name}`, 'utf8')
