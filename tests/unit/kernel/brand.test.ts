import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import * as brand from '../../../lib/kernel/brand'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const FOLDERS = ['app', 'components', 'lib', 'server', 'openapi']
const SOURCE = /[.](ts|tsx|mjs|css)$/
const TEXTS = /^lib\/i18n\/texts\//
const BRAND = /huntaze/gi
/** A line of a comment: it may give the brand as an example. */
const COMMENT = /^\s*(\/\/|\/?\*).*$/gm

const files = [
  ...FOLDERS.flatMap((folder) =>
    readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' }).map(
      (name) => `${folder}/${name}`,
    ),
  ),
  ...readdirSync(root),
].filter((name) => SOURCE.test(name))

const occurrences = (name: string): string[] =>
  readFileSync(`${root}/${name}`, 'utf8').replace(COMMENT, '').match(BRAND) ?? []

describe('the brand', () => {
  it('stands in one file, and in the sentences of the texts', () => {
    const named = files.filter((name) => occurrences(name).length > 0)
    expect(named.filter((name) => !TEXTS.test(name))).toEqual(['lib/kernel/brand.ts'])
    expect(named.filter((name) => TEXTS.test(name)).length).toBeGreaterThan(0)
  })

  it('is spelled in the texts as the product is', () => {
    const spelled = files.filter((name) => TEXTS.test(name)).flatMap(occurrences)
    expect([...new Set(spelled)]).toEqual([brand.PRODUCT])
  })

  it('keeps the values that stored data and other programs depend on', () => {
    expect(brand).toMatchObject({
      ISSUER: 'huntaze-auth',
      APPLICATION_NAME: 'huntaze-auth',
      METRIC_PREFIX: 'huntaze_',
      MESSAGE_TAG: 'huntaze-message',
      PASSWORD_DIGEST_LABEL: 'huntaze-auth password v1',
      DEFAULT_SENDER: 'Huntaze <noreply@huntaze.com>',
    })
    expect(brand.keyInfo('outbox')).toBe('huntaze outbox v1')
    expect(brand.sharedKey('runtime')).toBe(Symbol.for('huntaze.runtime'))
  })
})
