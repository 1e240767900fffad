const permissionsPolicy = (features: Record<string, string[]>): string =>
  Object.entries(features)
    .flatMap(([list, names]) => names.map((name) => `${name}=${list}`))
    .join(', ')

/** Headers of every answer, pages and API alike (OWASP ASVS V3.4). */
export const STATIC_HEADERS = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  {
    key: 'Permissions-Policy',
    value: permissionsPolicy({
      '()': [
        'camera',
        'digital-credentials-get',
        'geolocation',
        'identity-credentials-get',
        'local-network',
        'loopback-network',
        'microphone',
        'otp-credentials',
        'payment',
        'usb',
      ],
      '(self)': ['publickey-credentials-create', 'publickey-credentials-get'],
    }),
  },
]

/** Two years, the duration browsers ask of their preload list; only where the site is served over https. */
export const HSTS = { key: 'Strict-Transport-Security', value: 'max-age=63072000; includeSubDomains' }

/** An API answer is data: opened as a document, it may do nothing. */
export const API_CONTENT_SECURITY_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"

/**
 * The policy of a page. Only scripts with this response's nonce run; `unsafe-eval` is for the development server.
 * Styles may be inline: React writes style attributes, and a mail in the mailbox brings its own.
 */
export function pageContentSecurityPolicy(
  nonce: string,
  options: { development: boolean; https: boolean },
): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${options.development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${options.development ? ' ws: wss:' : ''}`,
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(options.https ? ['upgrade-insecure-requests'] : []),
  ].join('; ')
}

/** Headers of every answer of the API, whatever it says. */
export const apiHeaders = ({ appUrl }: { appUrl: string }): { key: string; value: string }[] => [
  ...STATIC_HEADERS,
  ...(appUrl.startsWith('https:') ? [HSTS] : []),
  { key: 'Content-Security-Policy', value: API_CONTENT_SECURITY_POLICY },
]

/** `Cache-Control` of an answer of the API that names none. */
export const API_CACHE_CONTROL = 'no-store'
