import { X509Certificate } from 'node:crypto'
import { boundedGet, type Get } from './get'
import { pinnedUrl, type TopicHome, topicHome } from './pinned-url'

/** Certificates kept, and requests under way at once. A topic needs one of each, two while its key is exchanged. */
const MOST = 8
const MIN_KEY_BITS = 2048
const PATH = /^\/SimpleNotificationService-[0-9a-zA-Z]{32}\.pem$/

export type FetchCertificate = (url: URL) => Promise<X509Certificate>

/** Address of the certificate behind a message: a file of the fixed form, on the SNS host of the topic's region. */
export function certificateUrl(text: string, topicArn: string): URL | undefined {
  const url = pinnedUrl(text, topicArn)
  return url && PATH.test(url.pathname) && url.href === url.origin + url.pathname ? url : undefined
}

/**
 * Keeps the last certificates, and lets messages that come together share one request. A failed request and an invalid
 * certificate are forgotten at once: a bad minute at the far end must not outlast itself.
 */
export function createFetchCertificate(get: Get = boundedGet): FetchCertificate {
  const kept = new Map<string, X509Certificate>()
  const pending = new Map<string, Promise<X509Certificate>>()

  const keep = (key: string, certificate: X509Certificate): X509Certificate => {
    kept.delete(key)
    kept.set(key, certificate) // Last in order: the first is the one not asked for longest.
    for (const oldest of kept.keys()) if (kept.size > MOST) kept.delete(oldest)
    return certificate
  }
  const load = async (url: URL): Promise<X509Certificate> => {
    try {
      return keep(url.href, new X509Certificate(await get(url)))
    } finally {
      pending.delete(url.href)
    }
  }
  return async (url) => {
    const known = kept.get(url.href)
    if (known) return keep(url.href, known)
    const shared = pending.get(url.href)
    if (shared) return shared
    if (pending.size >= MOST) throw new Error('too many certificates are being fetched')
    const loading = load(url)
    pending.set(url.href, loading)
    return loading
  }
}

/** The cache of this process. */
export const fetchCertificate: FetchCertificate = createFetchCertificate()

/**
 * The names Amazon signs under: one worldwide, one of the region's own where the region is newer, in China or for the
 * United States government (AWS SDK for Java 2, `SnsHostProvider`).
 */
const signerNames = ({ region, suffix }: TopicHome): string[] => [
  'sns.amazonaws.com',
  `sns-signing.${region}.${suffix}`,
  `sns-${region.startsWith('us-gov-') ? 'us-gov-west-1' : region}.${suffix}`,
]

/**
 * True for a certificate that is in force, made out to Amazon SNS for the topic's region, not an authority's, and holds
 * an RSA key of 2048 bits or more. Its issuer is not checked: the file comes without its chain, and TLS to the pinned
 * host already proves its origin.
 */
export function isSigningCertificate(certificate: X509Certificate, topicArn: string, now: Date): boolean {
  const home = topicHome(topicArn)
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey
  return (
    home !== undefined &&
    new Date(certificate.validFrom) <= now &&
    now <= new Date(certificate.validTo) &&
    !certificate.ca &&
    signerNames(home).some((name) => certificate.checkHost(name, { wildcards: false }) !== undefined) &&
    asymmetricKeyType === 'rsa' &&
    (asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_KEY_BITS
  )
}
