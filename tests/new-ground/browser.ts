import { type Browser, chromium } from '@playwright/test'
import { fullChromiumLaunch } from '../support/full-chromium'
import type { HttpsFront } from '../support/https-front'

/** Origin of the app in these tests: of this machine, since the local mailbox is served nowhere else. */
export const ORIGIN = 'https://localhost'
/** Where the browser asks for TXT records: Debian's asks no name server at all without it. */
const RESOLVER = 'https://issuer.test/resolve?type=txt&name='

const FEATURES = [
  'DeviceBoundSessions:RefreshQuota/false',
  // Keys in software: this machine has no TPM.
  'EnableBoundSessionCredentialsSoftwareKeysForManualTesting',
  'EmailVerificationProtocol',
]

/** Switches of a Chromium that trusts the front's certificate, finds the app and every host below `.test` there, and has both novelties on. */
export const newGroundSwitches = ({ port, spki }: Pick<HttpsFront, 'port' | 'spki'>): string[] => [
  `--host-resolver-rules=MAP localhost:443 127.0.0.1:${port}, MAP *.test:443 127.0.0.1:${port}`,
  `--ignore-certificate-errors-spki-list=${spki}`,
  `--enable-features=${FEATURES.join(',')}`,
  '--auto-grant-email-verification-permission-for-testing',
  `--dns-txt-resolver-url-prefix=${RESOLVER}`,
]

/** The lowest version that has bound sessions, proofs of addresses and `Connection-Allowlist`. */
const LOWEST = 156

/** Starts the full Chromium of this machine. Fails where there is none, or one too old. */
export async function launchNewGround(
  front: HttpsFront,
  { keepsPages }: { keepsPages: boolean },
): Promise<Browser> {
  const { options, missing } = fullChromiumLaunch
  if (!options) throw new Error(missing)
  const browser = await chromium.launch({
    ...options,
    args: [...(options.args ?? []), ...newGroundSwitches(front)],
    ignoreDefaultArgs: keepsPages ? ['--disable-back-forward-cache'] : [],
  })
  if (Number.parseInt(browser.version(), 10) >= LOWEST) return browser
  await browser.close()
  throw new Error(`Chromium ${browser.version()} is older than ${LOWEST}`)
}
