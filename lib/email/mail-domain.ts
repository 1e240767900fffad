import { Resolver } from 'node:dns/promises'
import { SECOND } from '../kernel/clock'
import type { MailDomainAnswer } from '../kernel/ports'

/** Milliseconds for all questions: a person waits, so a slower domain gets the benefit of the doubt. */
const DEADLINE = 1.5 * SECOND

/** Milliseconds of one try. Two fit into the deadline, so that one lost UDP packet does not decide. */
const TRY_TIMEOUT = 700

/** The questions asked, as `Resolver` of `node:dns/promises` answers them. */
export type MailResolver = Pick<Resolver, 'resolveMx' | 'resolve4' | 'resolve6' | 'resolveNs'>

/** A resolver for a process to keep. It asks name servers itself (c-ares), so it holds no thread of libuv's pool. */
export const createMailResolver = (): MailResolver => new Resolver({ timeout: TRY_TIMEOUT, tries: 2 })

/** Error of c-ares for the answer "there is nothing" of a name server (NODATA, NXDOMAIN). */
const isNothing = (error: unknown): boolean =>
  ['ENODATA', 'ENOTFOUND'].includes((error as NodeJS.ErrnoException | undefined)?.code ?? '')

/** The records, or none when the name server says that there are none. Any other fault is thrown. */
export async function recordsOf<T>(question: Promise<T[]>): Promise<T[]> {
  try {
    return await question
  } catch (error) {
    if (isNothing(error)) return []
    throw error
  }
}

/** RFC 5321, section 5.1: without an MX record, the domain's own address is its mail server. */
async function hasAddress(domain: string, resolve: MailResolver): Promise<boolean> {
  const [v4, v6] = await Promise.all([
    recordsOf(resolve.resolve4(domain)),
    recordsOf(resolve.resolve6(domain)),
  ])
  return v4.length + v6.length > 0
}

/**
 * Behind a firewall some name servers answer "no such name" to everything beyond it. One that knows the root of the
 * public DNS is believed; with any other, every domain would seem to be missing. Throws when there is no answer.
 */
export const seesPublicDns = async (resolve: Pick<Resolver, 'resolveNs'>): Promise<boolean> =>
  (await recordsOf(resolve.resolveNs('.'))).length > 0

async function ask(domain: string, resolve: MailResolver): Promise<MailDomainAnswer> {
  const servers = await recordsOf(resolve.resolveMx(domain))
  // RFC 7505: the root as the only mail server means "no mail here", even where the domain has addresses.
  if (servers.some(({ exchange }) => exchange !== '' && exchange !== '.')) return 'yes'
  if (servers.length > 0) return 'no'
  if (await hasAddress(domain, resolve)) return 'yes'
  return (await seesPublicDns(resolve)) ? 'no' : 'unknown'
}

/**
 * Looks for a mail server of `domain` (ASCII, without a trailing dot): its MX records (null MX: none, RFC 7505), else
 * its own addresses (RFC 5321, section 5.1). `no` needs an answer of the name servers; a refusal, SERVFAIL or
 * `timeout` (milliseconds, for all questions together) is `unknown`. Never throws.
 */
export async function canReceiveMail(
  domain: string,
  { resolve, timeout = DEADLINE }: { resolve: MailResolver; timeout?: number },
): Promise<MailDomainAnswer> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<MailDomainAnswer>((settle) => {
    timer = setTimeout(() => settle('unknown'), timeout)
  })
  try {
    return await Promise.race([ask(domain, resolve), tooLate])
  } catch {
    return 'unknown'
  } finally {
    clearTimeout(timer)
  }
}
