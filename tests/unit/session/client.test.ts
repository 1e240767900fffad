import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CoreContext, Visitor } from '../../../lib/kernel/context'
import { describeClient } from '../../../lib/session/client'
import { readUserAgent } from '../../../lib/session/client/user-agent'
import { processorTime } from '../../support/processor-time'
import { KNOWN } from './user-agents'

const LONG = 8192

/** Every name that a page may show. */
const NAMES = new Set(KNOWN.flatMap(({ browser, system }) => [browser, system]))

const filled = (piece: string) => piece.repeat(LONG / piece.length + 1).slice(0, LONG)

/** Headers at which a pattern that steps back would linger. */
const HOSTILE = [
  'a',
  '/',
  '/ (',
  ' ',
  '\u0000',
  'é😀',
  'yahoo/ ',
  'slackbot-',
  'version/1',
  'opt/1',
  'os 1_1',
  'windows ',
  'Macintosh FxiOS',
  'AppleWebKit/',
  'Mozilla/5.0 (X11; Linux) ',
].flatMap((piece) => [filled(piece), `Macintosh mac os x ${filled(piece)}`, `Chrome/${filled(piece)}`])

describe('a header', () => {
  it.each(KNOWN)('of $title', ({ header, browser, system }) => {
    expect(readUserAgent(header)).toEqual({ browser, system })
  })

  it.each([null, ''])('that is %j names nothing', (header) => {
    expect(readUserAgent(header)).toEqual({ browser: null, system: null })
  })

  it('is read to its 512th character and no further', () => {
    const firefox = (before: number) =>
      `${'x'.repeat(before)} Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Firefox/145.0`
    expect(readUserAgent(firefox(400)).browser).toBe('Firefox')
    expect(readUserAgent(firefox(512)).browser).toBeNull()
  })

  it.each([
    '<script>alert(1)</script>/1 (x',
    'Lynx/2.9.2 libwww-FM/2.14 SSL-MM/1.4.1',
    '__proto__/1 (x',
    'constructor/1 (x',
    "Firefoxe'; drop table users; --/1 (x",
  ])('%j brings in no name of its own', (header) => {
    for (const name of Object.values(readUserAgent(header))) expect(NAMES).toContain(name)
  })

  it('of any text brings in no name of its own', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(...KNOWN.flatMap(({ header }) => header.split(' '))),
    )
    const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(' '))
    fc.assert(
      fc.property(text, (header) => Object.values(readUserAgent(header)).every((name) => NAMES.has(name))),
      { numRuns: 2000 },
    )
  })

  it('of 8 KB takes no longer than its first 512 characters: less than a millisecond', async () => {
    const rounds = 20
    const cost = (headers: string[]) =>
      processorTime(() => {
        for (let round = 0; round < rounds; round++) for (const header of headers) readUserAgent(header)
      })
    const short = HOSTILE.map((header) => header.slice(0, 512))
    await cost(short)
    const [usual, long] = [await cost(short), await cost(HOSTILE)]
    // Unshortened, they take nine times as long.
    expect(long).toBeLessThan(4 * usual)
    expect(long / rounds / HOSTILE.length).toBeLessThan(1)
  })
})

it('a client is its header’s names and its network’s country', async () => {
  const asked: string[] = []
  const countryOf = async (network: string) => {
    asked.push(network)
    return 'FR'
  }
  const userAgent = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0'
  const visitor = { network: '2a01:cb00:0:0::/64', userAgent } as Visitor
  expect(await describeClient({ countryOf } as CoreContext, visitor)).toEqual({
    browser: 'Firefox',
    system: 'Windows',
    country: 'FR',
  })
  expect(asked).toEqual(['2a01:cb00:0:0::/64'])
})
