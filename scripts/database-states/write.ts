import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../environment'
import { describeStates } from './describe'

writeFileSync(path.join(root, 'docs/DATABASE_STATES.md'), describeStates())
