import { describe, expect, it } from 'vitest'
import { askedPackages } from '../../support/asked-packages'
import { read } from './files'

type Locked = { version: string; resolved?: string; integrity?: string; link?: boolean; dev?: boolean }
/** The packages of the tests, which stand in a manifest of their own. */
const WORKSPACE = 'node_modules/huntaze-auth-tests'
const packages = Object.entries(
  (JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> }).packages,
).filter(([name]) => name.startsWith('node_modules/') && name !== WORKSPACE)

/** The least versions that have mended what was published until 29 November 2026 and concerns us, and what that was. */
const LEAST: Record<string, [string, string]> = {
  next: ['16.3.3', 'two critical weaknesses of August 2026, and all before'],
  react: ['19.2.4', 'CVE-2026-23864: denial of service in server components, and code execution before'],
  'react-dom': ['19.2.4', 'the same'],
  'drizzle-orm': ['0.45.2', 'CVE-2026-39356: identifiers that were not quoted'],
  nodemailer: [
    '9.1.0',
    'GHSA-2x7j-588g-ccc2: quadratic time in addresses; wrong recipients and SMTP commands before',
  ],
  postcss: ['8.4.31', 'CVE-2023-44270: a comment that was parsed as a rule'],
}

const numbers = (version: string): number[] => version.split(/[.+-]/).slice(0, 3).map(Number)
function isAtLeast(version: string, least: string): boolean {
  const [have, want] = [numbers(version), numbers(least)]
  const at = have.findIndex((part, index) => part !== want[index])
  return at < 0 || (have[at] ?? 0) > (want[at] ?? 0)
}

/** Installed versions of a package, wherever it stands in the tree. */
const versionsOf = (name: string): string[] =>
  packages.filter(([path]) => path.endsWith(`node_modules/${name}`)).map(([, { version }]) => version)

describe('the packages', () => {
  it('compare by numbers, not by letters', () => {
    expect([
      isAtLeast('16.10.0', '16.3.3'),
      isAtLeast('16.3.3', '16.3.3'),
      isAtLeast('16.3.2', '16.3.3'),
    ]).toEqual([true, true, false])
  })

  // ASVS 15.2.1
  it('have no version with a known weakness', () => {
    const old = Object.entries(LEAST).flatMap(([name, [least]]) =>
      versionsOf(name)
        .filter((version) => !isAtLeast(version, least))
        .map((version) => `${name} ${version}`),
    )
    expect(old).toEqual([])
    for (const name of Object.keys(LEAST)) expect(versionsOf(name), name).not.toEqual([])
  })

  // ASVS 15.2.4
  it('come from the registry alone, each with the hash of its content', () => {
    // `.npmrc` leaves the registry's own addresses out of the lock file, so any address would be another one's.
    expect(read('.npmrc')).toContain('omit-lockfile-registry-resolved=true')
    const faults = packages.filter(
      ([, { resolved, integrity, link }]) =>
        link || resolved || !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''),
    )
    expect(faults.map(([name]) => name)).toEqual([])
  })

  // ASVS 15.2.4
  it('are asked for by exact versions, never by an address', () => {
    const asked = Object.entries(askedPackages())
    expect(asked.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version)))).toEqual([])
  })
})
