import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../environment'
import { fillIn } from './describe'

const file = path.join(root, 'docs/WHAT_USERS_RECEIVE.md')

writeFileSync(file, fillIn(readFileSync(file, 'utf8')))
