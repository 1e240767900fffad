import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../environment'
import { describeAsvs, projectProofs } from './describe'

writeFileSync(path.join(root, 'docs/SECURITY_ASVS.md'), describeAsvs(projectProofs()))
