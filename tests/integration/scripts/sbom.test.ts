import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../../support/documents'

type Component = { name: string; version: string }

// ASVS 15.1.2
it('npm writes the bill of materials that the documents name: every package as it is locked', () => {
  const inventory = readFileSync(path.join(root, 'docs/SECURITY_INVENTORY.md'), 'utf8')
  const [, command = ''] = /`npm (sbom [^`]+)`/.exec(inventory) ?? []
  const run = spawnSync('npm', [...command.split(' '), '--package-lock-only'], {
    cwd: root,
    encoding: 'utf8',
  })
  expect(run.stderr).toBe('')
  const bill = JSON.parse(run.stdout) as { bomFormat: string; components: Component[] }
  expect(bill.bomFormat).toBe('CycloneDX')
  const listed = new Set(bill.components.map(({ name, version }) => `${name} ${version}`))
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version: string; optional?: boolean; link?: boolean }>
  }
  const locked = Object.entries(packages)
    .filter(([name, { optional, link }]) => name.startsWith('node_modules/') && !optional && !link)
    .map(([name, { version }]) => `${name.replace(/^.*node_modules\//, '')} ${version}`)
  expect(locked.length).toBeGreaterThan(200)
  expect(locked.filter((one) => !listed.has(one))).toEqual([])
})
