import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { PACKED_WORDS, packInstalled } from '../../lib/password/packed-file'

const file = fileURLToPath(new URL(`../../${PACKED_WORDS}`, import.meta.url))
mkdirSync(path.dirname(file), { recursive: true })
writeFileSync(file, await packInstalled())
