import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { canReceiveMail, type MailResolver } from '../../../lib/email/mail-domain'

type Question = 'resolveMx' | 'resolve4' | 'resolve6' | 'resolveNs'

/** Records, the code of a failure, or no answer at all. */
type Answer = unknown[] | string | 'silence'

const ROOT = ['a.root-servers.net']

/** A name server that answers by the script, and "no such name" to everything else. */
function scripted(script: Partial<Record<Question, Answer>>) {
  const asked: string[] = []
  const answers: Partial<Record<Question, Answer>> = { resolveNs: ROOT, ...script }
  const answer = (question: Question) => (name: string) => {
    asked.push(`${question} ${name}`)
    const given = answers[question] ?? 'ENOTFOUND'
    if (given === 'silence') return new Promise<never>(() => {})
    if (typeof given === 'string') return Promise.reject(Object.assign(new Error('dns'), { code: given }))
    return Promise.resolve(given)
  }
  const resolve = {
    resolveMx: answer('resolveMx'),
    resolve4: answer('resolve4'),
    resolve6: answer('resolve6'),
    resolveNs: answer('resolveNs'),
  } as unknown as MailResolver
  return { resolve, asked }
}

const ask = (script: Parameters<typeof scripted>[0], timeout?: number) =>
  canReceiveMail('huntaze.com', { resolve: scripted(script).resolve, timeout })

const NULL_MX = [{ exchange: '', priority: 0 }]

describe('a domain that can receive mail', () => {
  it.each<[string, Parameters<typeof scripted>[0]]>([
    ['has a mail server', { resolveMx: [{ exchange: 'mx.huntaze.com', priority: 10 }] }],
    ['has one beside a null MX', { resolveMx: [...NULL_MX, { exchange: 'mx.huntaze.com', priority: 10 }] }],
    ['has no MX but an IPv4 address', { resolveMx: 'ENODATA', resolve4: ['192.0.2.1'] }],
    [
      'has no MX but an IPv6 address',
      { resolveMx: 'ENODATA', resolve4: 'ENODATA', resolve6: ['2001:db8::1'] },
    ],
  ])('%s', async (_what, script) => {
    expect(await ask(script)).toBe('yes')
  })

  it('is asked one question when it has a mail server', async () => {
    const { resolve, asked } = scripted({ resolveMx: [{ exchange: 'mx.huntaze.com', priority: 10 }] })
    await canReceiveMail('huntaze.com', { resolve })
    expect(asked).toEqual(['resolveMx huntaze.com'])
  })
})

describe('a domain that cannot', () => {
  it.each<[string, Parameters<typeof scripted>[0]]>([
    ['does not exist', {}],
    [
      'has no record of any of these kinds',
      { resolveMx: 'ENODATA', resolve4: 'ENODATA', resolve6: 'ENODATA' },
    ],
    ['answers with empty lists', { resolveMx: [], resolve4: [], resolve6: [] }],
    ['says so (null MX), whatever its addresses', { resolveMx: NULL_MX, resolve4: ['192.0.2.1'] }],
    ['says so through any name server', { resolveMx: NULL_MX, resolveNs: 'EREFUSED' }],
    ['says so with a dot', { resolveMx: [{ exchange: '.', priority: 0 }], resolve4: ['192.0.2.1'] }],
  ])('%s', async (_what, script) => {
    expect(await ask(script)).toBe('no')
  })
})

describe('a domain nobody can tell about', () => {
  it.each<[string, Parameters<typeof scripted>[0]]>([
    ['SERVFAIL', { resolveMx: 'ESERVFAIL' }],
    ['refused', { resolveMx: 'EREFUSED' }],
    ['no name server', { resolveMx: 'ECONNREFUSED' }],
    ['the resolver’s own time-out', { resolveMx: 'ETIMEOUT' }],
    ['half an answer', { resolveMx: 'ENODATA', resolve4: 'ENODATA', resolve6: 'ESERVFAIL' }],
    ['a malformed answer', { resolveMx: 'EBADRESP' }],
    ['a name server that knows nothing beyond its firewall', { resolveNs: 'ENOTFOUND' }],
    ['a name server that will not speak of the root', { resolveNs: 'EREFUSED' }],
  ])('%s', async (_what, script) => {
    expect(await ask(script)).toBe('unknown')
  })

  it.each<Question>(['resolveMx', 'resolve4', 'resolve6', 'resolveNs'])(
    'silence to %s, and the deadline holds for all questions together',
    async (question) => {
      expect(await Promise.race([ask({ [question]: 'silence' }, 50), sleep(1000)])).toBe('unknown')
    },
  )

  it('waits a second and a half at most', async () => {
    const started = performance.now()
    expect(await Promise.race([ask({ resolveMx: 'silence' }), sleep(2500)])).toBe('unknown')
    expect(performance.now() - started).toBeGreaterThan(1400)
  })
})
