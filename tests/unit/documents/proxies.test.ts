import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { read } from '../../support/documents'

const files = ['deploy/proxies', 'deploy/poolers'].flatMap((folder) =>
  readdirSync(folder).map((name) => `${folder}/${name}`),
)

const blocks = [...read('docs/PROXIES.md').matchAll(/^```\w+\n([\s\S]*?)^```/gm)].map(
  ([, block = '']) => block,
)

describe('docs/PROXIES.md', () => {
  it.each(files)('quotes %s as it is run', (file) => {
    expect(blocks).toContain(read(file))
  })

  it('quotes nothing else', () => {
    expect(blocks).toHaveLength(files.length)
    expect(files.length).toBeGreaterThan(9)
  })

  it('lets proxies keep an idle connection shorter than the app does', () => {
    const [, kept = '0'] = /keepAliveTimeout: (\d+) \* SECOND/.exec(read('server/front.ts')) ?? []
    const [, httpd] = /ttl=(\d+)/.exec(read('deploy/proxies/httpd.conf')) ?? []
    const [, caddy] = /keepalive (\d+)s/.exec(read('deploy/proxies/Caddyfile')) ?? []
    for (const proxy of [httpd, caddy]) expect(Number(proxy)).toBeLessThan(Number(kept))
  })
})
