import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../environment'
import { describeAccessibility } from './describe'

writeFileSync(path.join(root, 'docs/ACCESSIBILITY.md'), describeAccessibility())
