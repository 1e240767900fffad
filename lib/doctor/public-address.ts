import { DOMAIN } from '../kernel/brand'
import { ERRORS } from '../kernel/errors'
import { isLoopback } from '../kernel/network/loopback'
import { type Check, green, type Probe, red, yellow } from './check'
import { failureCode } from './failure-code'

const appUrl = ({ source }: Probe): URL | undefined => {
  const value = source.APP_URL || 'http://localhost:3000'
  return URL.canParse(value) ? new URL(value) : undefined
}

/** Checks that APP_URL is https: links in e-mails and the session cookie travel over it. */
const schemeCheck: Check = {
  name: 'APP_URL',
  async run(probe) {
    const url = appUrl(probe)
    if (!url) return red('not an address', `set APP_URL to an origin, for example https://${DOMAIN}`)
    if (url.protocol === 'https:') return green('https')
    if (isLoopback(url)) return green('http, on this machine alone')
    return red('http: links and sessions travel in the clear', 'set APP_URL to the https:// origin')
  },
}

/** Checks that APP_URL leads to the app, through name servers, certificate and proxies. */
const reachCheck: Check = {
  name: 'APP_URL answers',
  async run(probe) {
    const url = appUrl(probe)
    if (!url) return red('not an address', 'set APP_URL')
    if (isLoopback(url)) return green('not asked: a loopback address')
    try {
      const status = await probe.fetchStatus(new URL('/api/health', url).href)
      if (status === 200) return green('the app answers there')
      return yellow(`/api/health answers ${status}`, 'point the address at this app, and start the app')
    } catch (error) {
      return yellow(
        `no answer (${failureCode(error)})`,
        'check the DNS record and the certificate of APP_URL, and that the app runs',
      )
    }
  },
}

/** Answers HEAD with 200, and a GET without a token with `invalid_token`; neither changes anything. */
const VERIFICATION = '/api/auth/verify-email'
const INVALID_TOKEN = ERRORS.invalid_token.status

/** Checks that a HEAD arrives as HEAD: some caches turn it into GET, and a GET of a mailed link uses its token. */
const headCheck: Check = {
  name: 'APP_URL keeps HEAD',
  async run(probe) {
    const url = appUrl(probe)
    if (!url) return red('not an address', 'set APP_URL')
    if (isLoopback(url)) return green('not asked: a loopback address')
    try {
      const status = await probe.fetchStatus(new URL(VERIFICATION, url).href, 'HEAD')
      if (status === 200) return green('a HEAD arrives as HEAD')
      if (status === INVALID_TOKEN)
        return yellow(
          `a HEAD of ${VERIFICATION} arrives as GET: a mail scanner's HEAD would use a link up`,
          'let the cache in front pass /api/ on as it comes (Varnish: return (pass) in vcl_recv)',
        )
      return yellow(`a HEAD of ${VERIFICATION} is answered ${status}`, 'let HEAD through to the app')
    } catch (error) {
      return yellow(`no answer (${failureCode(error)})`, 'mend what is yellow above, then run this again')
    }
  },
}

/** Checks the hops: too few put all visitors into one rate limit, too many let each of them choose an address. */
const hopsCheck: Check = {
  name: 'TRUSTED_PROXY_HOPS',
  async run(probe) {
    const hops = Number(probe.source.TRUSTED_PROXY_HOPS || 0)
    const url = appUrl(probe)
    if (!Number.isInteger(hops) || hops < 0)
      return red('not a whole number', 'set it to a number from 0 to 10')
    if (url?.protocol === 'https:' && hops === 0)
      return yellow(
        '0, but APP_URL is https and the app speaks http: the proxy in front counts as everybody',
        'set it to the number of proxies that append to X-Forwarded-For (one load balancer: 1, CDN and balancer: 2)',
      )
    if (url && isLoopback(url) && hops > 0)
      return yellow(
        `${hops}, but APP_URL is on this machine: visitors could write their own address`,
        'set it to 0 where no proxy stands in front',
      )
    return green(String(hops))
  },
}

export const publicAddressChecks: Check[] = [schemeCheck, reachCheck, headCheck, hopsCheck]
