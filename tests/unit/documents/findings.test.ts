import { readdirSync, readFileSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const scripts = readdirSync('findings').filter((name) => name.endsWith('.sh'))
const listed = [...readFileSync('findings/README.md', 'utf8').matchAll(/^\| `([\w-]+[.]sh)` \|/gm)].map(
  ([, name = '']) => name,
)

describe('findings/', () => {
  it('lists every script in its README.md', () => {
    expect(listed.toSorted()).toEqual(scripts.toSorted())
    expect(scripts.length).toBeGreaterThan(9)
  })

  it.each(scripts)('%s says its guess, the truth and the source, and pins what it runs', (name) => {
    const text = readFileSync(`findings/${name}`, 'utf8')
    for (const part of ['# Guess: ', '# True: ', '# Source: ']) expect(text).toContain(`\n${part}`)
    expect(text).toMatch(/^(unpack( [\w.-]+=\S+)+|npm_packages( \S+@\d\S*)+|start_postgres)$/m)
    expect(text).toMatch(/^seen '/m)
    expect(statSync(`findings/${name}`).mode & 0o111).not.toBe(0)
  })

  it('pins the PostgreSQL that start_postgres runs', () => {
    const tools = readFileSync('findings/tools/beside.sh', 'utf8')
    expect(tools).toMatch(/^start_postgres\(\) \{\n {2}unpack( [\w.-]+=\S+)+$/m)
  })
})
