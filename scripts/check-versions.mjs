// The first command of a deployment, before anything is installed: Node.js alone, no dependency.
import { execFileSync } from 'node:child_process'
import { versionFault } from './versions.mjs'

const versions = {
  node: process.versions.node,
  npm: execFileSync('npm', ['--version'], { encoding: 'utf8' }).trim(),
}

const faults = Object.entries(versions).flatMap(([name, version]) => versionFault(name, version) ?? [])
for (const fault of faults) process.stderr.write(`check-versions: ${fault}\n`)
if (faults.length > 0) {
  process.stderr.write('check-versions: .nvmrc names the version that `nvm install` takes.\n')
  process.exit(1)
}
process.stdout.write(`check-versions: node ${versions.node}, npm ${versions.npm}\n`)
