import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isWithin, versionFault } from '../../../scripts/versions.mjs'
import { askedPackages } from '../../support/asked-packages'

describe('the versions a deployment checks', () => {
  it.each([
    ['20.18.9', false],
    ['20.19.0', true],
    ['20.19', true],
    ['v22.1.0', true],
    ['24.99.99', true],
    ['26.99.99', true],
    ['27.0.0', false],
    ['9.99.99', false],
  ])('%s of Node.js: %s', (version, does) => {
    expect(isWithin('>=20.19 <27', version)).toBe(does)
    expect(versionFault('node', version) === undefined).toBe(does)
  })

  it('say what is asked for', () => {
    expect(versionFault('node', '18.20.1')).toBe(
      'node 18.20.1 does not do: package.json asks for node >=20.19 <27.',
    )
  })

  it('are within package.json’s range where .nvmrc chooses one', () => {
    const chosen = readFileSync('.nvmrc', 'utf8').trim()
    expect(chosen).toMatch(/^\d+$/)
    expect(versionFault('node', `${chosen}.99.0`)).toBeUndefined()
  })

  it('of packages are in docs/decisions/0001-stack.md as they are installed', () => {
    const installed = askedPackages()
    const [, releases = ''] = readFileSync('docs/decisions/0001-stack.md', 'utf8').split('\n## Releases\n')
    const rows = [...releases.matchAll(/^\| (`[^|]+`) \| ([\d.]+) \|/gm)]
    const named = rows.flatMap(([, names = '', version]) =>
      names.split(', ').map((name) => [name.replaceAll('`', ''), version]),
    )
    expect(named.length).toBeGreaterThan(10)
    expect(named).toEqual(named.map(([name = '']) => [name, installed[name]]))
  })

  it('are not guessed from a range that is not understood', () => {
    expect(() => isWithin('^20', '20.1.0')).toThrow('"^20" is not understood')
  })
})
