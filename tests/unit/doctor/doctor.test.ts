import { describe, expect, it } from 'vitest'
import type { Check, Probe } from '../../../lib/doctor/check'
import { green } from '../../../lib/doctor/check'
import { checksFor } from '../../../lib/doctor/checks'
import { configurationCheck } from '../../../lib/doctor/configuration'
import { databaseChecks } from '../../../lib/doctor/database/database'
import { senderNames } from '../../../lib/doctor/mail/sender'
import { senderDomainChecks } from '../../../lib/doctor/mail/sender-domain'
import { smtpCheck } from '../../../lib/doctor/mail/smtp'
import { publicAddressChecks } from '../../../lib/doctor/public-address'
import { formatFinding, formatTotal, wantsColour } from '../../../lib/doctor/report'
import { secretChecks } from '../../../lib/doctor/secrets'
import { aProbe, coded, findings, zone } from '../../support/probe'

const SECRET = 'k3Vw9-pLz0QxT7rYbN2mC5sD8fG1hJ4a'
const SECRET_2 = 'Zq8Xw2Er5Ty1Ui4Op7As0Df3Gh6Jk9Lm'

const given = async (checks: Check[], source: Probe['source'], more: Partial<Probe> = {}) =>
  (await findings(checks, aProbe({ source, ...more }))).found

const production = (more: Record<string, string> = {}) => ({
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://u:hunter2@127.0.0.1/x',
  APP_URL: 'https://auth.huntaze.com',
  AUTH_SECRET: SECRET,
  EMAIL_TRANSPORT: 'smtp',
  SMTP_URL: 'smtp://u:hunter2@smtp.huntaze.com',
  ...more,
})

describe('the run', () => {
  const broken: Check = { name: 'broken', run: () => Promise.reject(coded('EBROKEN')) }
  const fine: Check = { name: 'fine', run: async () => green('fine') }

  it('goes on after a check that fails, and is as bad as the worst', async () => {
    const { level, found } = await findings([broken, fine], aProbe())
    expect(level).toBe('red')
    expect(found.broken).toMatchObject({ level: 'red', text: 'could not be checked (EBROKEN)' })
    expect(found.fine?.level).toBe('green')
    expect((await findings([fine], aProbe())).level).toBe('green')
  })

  it('waits for no step longer than it may take, whatever kind', async () => {
    const silence = () => new Promise<never>(() => {})
    const steps: ((probe: Probe) => Promise<unknown>)[] = [
      (probe) => probe.query('select 1'),
      (probe) => probe.dns.resolveTxt('x'),
      (probe) => probe.ses.quota(),
      (probe) => probe.verifySmtp('x'),
      (probe) => probe.fetchStatus('x'),
    ]
    const checks = steps.map((step, index) => ({
      name: String(index),
      run: async (probe: Probe) => green(String(await step(probe))),
    }))
    const probe = aProbe({
      query: silence,
      verifySmtp: silence,
      fetchStatus: silence,
      dns: { ...zone({}), resolveTxt: silence },
      ses: { ...aProbe().ses, quota: silence },
    })
    const { found } = await findings(checks, probe, 20)
    expect(Object.values(found).map(({ text }) => text)).toEqual(
      steps.map(() => 'could not be checked (StepTimeout)'),
    )
  })

  it('looks only at what the configuration uses', () => {
    const names = (source: Probe['source']) => checksFor(source).map(({ name }) => name)
    expect(names(production())).toContain('SMTP server')
    expect(names(production())).not.toContain('SES credentials')
    const ses = names(production({ EMAIL_TRANSPORT: 'ses', AWS_REGION: 'eu-west-3' }))
    expect(ses).toEqual(expect.arrayContaining(['SES credentials', 'DKIM', 'SES configuration set', 'SPF']))
    expect(names({}).at(-1)).toBe('e-mail')
  })
})

describe('the report', () => {
  const finding = { level: 'red', text: 'a\u001b[2Jb', fix: 'c\nd' } as const

  it('says it in words, and colours only a terminal', () => {
    expect(formatFinding('x', { level: 'green', text: 'fine' }, false)).toMatch(/^✔ green {3}x {23}fine$/)
    expect(formatFinding('x', finding, true)).toContain('\u001b[31m✖ red   \u001b[0m')
    expect(wantsColour(true, undefined)).toBe(true)
    expect(wantsColour(true, '1')).toBe(false)
    expect(wantsColour(undefined, undefined)).toBe(false)
  })

  it('lets nothing from outside move the cursor', () => {
    const text = formatFinding('x', finding, false)
    expect(text).not.toContain('\u001b')
    expect(text.split('\n')).toHaveLength(2)
  })

  it('counts', () => {
    expect(formatTotal(['green', 'red', 'green'])).toBe('2 green, 0 yellow, 1 red')
  })
})

describe('the configuration', () => {
  const judge = async (source: Probe['source']) => (await given([configurationCheck], source)).configuration

  it('is told with every fault and no value', async () => {
    const finding = await judge({ NODE_ENV: 'production', AUTH_SECRET: 'hunter2' })
    expect(finding?.level).toBe('red')
    for (const name of ['DATABASE_URL', 'AUTH_SECRET', 'EMAIL_TRANSPORT'])
      expect(finding?.fix).toContain(name)
    expect(JSON.stringify(finding)).not.toContain('hunter2')
  })

  it('is judged by where it stands', async () => {
    expect(await judge(production())).toEqual(green('complete, for production'))
    const local = production({ NODE_ENV: '', APP_URL: '' })
    expect((await judge(local))?.text).toBe('complete, for development')
    expect((await judge(production({ NODE_ENV: '' })))?.level).toBe('yellow')
  })
})

describe('secrets', () => {
  it.each([
    [{}, 'red', 'missing'],
    [{ AUTH_SECRET: 'hunter2' }, 'red', '1 secret(s), the shortest 7 bytes'],
    [{ AUTH_SECRET: `${SECRET},hunter2` }, 'red', '2 secret(s), the shortest 7 bytes'],
    [{ AUTH_SECRET: `${SECRET}, ${SECRET_2}` }, 'green', '2 secret(s), the shortest 32 bytes'],
    [{ AUTH_SECRET: Array(4).fill(SECRET).join() }, 'yellow', '4 secret(s), the shortest 32 bytes'],
  ])('AUTH_SECRET %#', async (source, level, text) => {
    expect((await given(secretChecks, source)).AUTH_SECRET).toMatchObject({ level, text })
  })

  it.each([
    [{}, 'green'],
    [{ AWS_LAMBDA_FUNCTION_NAME: 'x' }, 'yellow'],
    [{ CRON_SECRET: 'hunter2' }, 'red'],
    [{ CRON_SECRET: SECRET, AUTH_SECRET: `${SECRET_2},${SECRET}` }, 'red'],
    [{ CRON_SECRET: SECRET, AWS_LAMBDA_FUNCTION_NAME: 'x' }, 'green'],
  ])('CRON_SECRET %#', async (source, level) => {
    expect((await given(secretChecks, source)).CRON_SECRET?.level).toBe(level)
  })

  it('are never shown', async () => {
    const found = await given(secretChecks, { AUTH_SECRET: `${SECRET},hunter2`, CRON_SECRET: SECRET_2 })
    for (const secret of [SECRET, SECRET_2, 'hunter2']) expect(JSON.stringify(found)).not.toContain(secret)
  })
})

describe('the public address', () => {
  it.each([
    ['', '0', 'green', 'green'],
    ['http://localhost:3000', '1', 'green', 'yellow'],
    ['https://auth.huntaze.com', '0', 'green', 'yellow'],
    ['https://auth.huntaze.com', '1', 'green', 'green'],
    ['http://auth.huntaze.com', '0', 'red', 'green'],
    ['nonsense', 'many', 'red', 'red'],
  ])('%s behind %s proxies', async (APP_URL, TRUSTED_PROXY_HOPS, scheme, hops) => {
    const found = await given(
      publicAddressChecks,
      { APP_URL, TRUSTED_PROXY_HOPS },
      { fetchStatus: async () => 200 },
    )
    expect(found.APP_URL?.level).toBe(scheme)
    expect(found.TRUSTED_PROXY_HOPS?.level).toBe(hops)
  })

  it('is asked for the app', async () => {
    const asked: string[] = []
    const answers = async (status: number | Error) =>
      (
        await given(
          publicAddressChecks,
          { APP_URL: 'https://auth.huntaze.com/' },
          {
            fetchStatus: async (url) => {
              asked.push(url)
              if (status instanceof Error) throw new TypeError('fetch failed', { cause: status })
              return status
            },
          },
        )
      )['APP_URL answers']
    expect((await answers(200))?.level).toBe('green')
    expect(await answers(404)).toMatchObject({ level: 'yellow', text: '/api/health answers 404' })
    expect(await answers(coded('CERT_HAS_EXPIRED'))).toMatchObject({ text: 'no answer (CERT_HAS_EXPIRED)' })
    expect(asked[0]).toBe('https://auth.huntaze.com/api/health')
  })
})

describe('the database', () => {
  const NOW = Date.parse('2026-03-01T12:00:00.000Z')
  const MIGRATION = { index: 0, tag: '0000_first', when: 1, hash: 'h', sql: '' }

  type Server = {
    version?: number
    applied?: { hash: string; created_at: string }[]
    ssl?: boolean
    room?: number
    skew?: number
  }

  /** A server that answers each of the questions; which one it is shows in the text. */
  function server({ version = 180_004, applied, ssl = true, room = 90, skew = 0 }: Server): Probe['query'] {
    const rowsOf = (sql: string): unknown[] => {
      if (sql.includes('server_version_num')) return [{ version, name: `${version / 10_000} (Debian)` }]
      if (sql.includes('to_regclass')) return [{ exists: applied !== undefined }]
      if (sql.includes('__drizzle_migrations')) return applied ?? []
      if (sql.includes('pg_stat_ssl')) return [{ ssl, version: ssl ? 'TLSv1.3' : null }]
      if (sql.includes('max_connections')) return [{ room }]
      if (sql.includes('clock_timestamp')) return [{ time: String(NOW + skew) }]
      throw new Error(`unexpected: ${sql}`)
    }
    return async <Row>(sql: string) => rowsOf(sql) as Row[]
  }

  const judge = async (state: Server, url = 'postgres://u:hunter2@db.huntaze.com/x') =>
    await given(
      databaseChecks,
      { DATABASE_URL: url },
      { query: server(state), migrations: () => [MIGRATION] },
    )

  it('in good order is green throughout', async () => {
    const found = await judge({ applied: [{ hash: 'h', created_at: '1' }] })
    expect(Object.values(found).map(({ level }) => level)).toEqual(Array(5).fill('green'))
  })

  it.each<[string, Server, string, string]>([
    ['database', { version: 140_010 }, 'red', 'PostgreSQL 14.001 answers'],
    ['database schema', {}, 'red', '1 migration(s) are not applied'],
    [
      'database schema',
      {
        applied: [
          { hash: 'h', created_at: '1' },
          { hash: 'i', created_at: '2' },
        ],
      },
      'yellow',
      'ahead of this checkout by 1 migration(s)',
    ],
    [
      'database schema',
      { applied: [{ hash: 'other', created_at: '1' }] },
      'red',
      'not on this checkout’s line of history',
    ],
    ['database TLS', { ssl: false }, 'red', 'the connection is not encrypted'],
    ['database connections', { room: 9 }, 'red', 'room for 0 process(es) of 10 connections'],
    ['database connections', { room: -3 }, 'red', 'room for 0 process(es) of 10 connections'],
    ['database connections', { room: 20 }, 'green', 'room for 2 process(es) of 10 connections'],
    ['clock', { skew: 2000 }, 'green', '2.0 s from the database’s'],
    ['clock', { skew: -2001 }, 'yellow', '2.0 s from the database’s'],
    ['clock', { skew: 30_000 }, 'yellow', '30.0 s from the database’s'],
    ['clock', { skew: -30_001 }, 'red', '30.0 s from the database’s'],
  ])('%s %#', async (name, state, level, text) => {
    expect((await judge(state))[name]).toMatchObject({ level, text })
  })

  it('has room for one process only', async () => {
    expect((await judge({ room: 19 }))['database connections']?.level).toBe('yellow')
  })

  it.each([
    ['postgres://u@127.0.0.1/x', false, 'green'],
    ['postgres:///x?host=/var/run/postgresql', false, 'green'],
    ['postgres://u@db.huntaze.com/x?sslmode=no-verify', true, 'yellow'],
    ['postgres://u@db.huntaze.com/x?uselibpqcompat=true&sslmode=require', true, 'yellow'],
    ['postgres://u@db.huntaze.com/x?sslmode=require', true, 'green'],
  ])('TLS to %s', async (url, ssl, level) => {
    expect((await judge({ ssl }, url))['database TLS']?.level).toBe(level)
  })

  it.each([
    ['ECONNREFUSED', 'firewall'],
    ['ENOTFOUND', 'host of DATABASE_URL'],
    ['28P01', 'password'],
    ['3D000', 'db:init:safe'],
    ['53300', 'max_connections'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'sslrootcert'],
  ])('out of reach is one red line with its fix: %s', async (code, fix) => {
    const { found } = await findings(
      databaseChecks,
      aProbe({
        source: { DATABASE_URL: 'postgres://u:hunter2@db.huntaze.com/x' },
        query: () => Promise.reject(coded(code)),
      }),
    )
    expect(found.database).toMatchObject({ level: 'red', text: `cannot be used (${code})` })
    expect(found.database?.fix).toContain(fix)
    const others = Object.entries(found).filter(([name]) => name !== 'database')
    expect(others.map(([, { level }]) => level)).toEqual(Array(4).fill('yellow'))
    expect(JSON.stringify(found)).not.toContain('hunter2')
  })
})

describe('the SMTP server', () => {
  const judge = async (verifySmtp: Probe['verifySmtp']) =>
    (await given([smtpCheck('smtp://u:hunter2@smtp.huntaze.com')], {}, { verifySmtp }))['SMTP server']

  it('lets us in, or why not', async () => {
    expect((await judge(async () => {}))?.level).toBe('green')
    expect(await judge(() => Promise.reject(coded('535')))).toEqual({
      level: 'red',
      text: 'does not let us in (535)',
      fix: 'check the user and the password in SMTP_URL',
    })
    expect((await judge(() => Promise.reject(coded('ECONNREFUSED'))))?.fix).toContain('firewall')
  })
})

describe('the sender’s domain', () => {
  const SENDER = senderNames('Huntaze <NoReply@Mail.huntaze.com>')
  const DOMAIN = 'mail.huntaze.com'

  const judge = async (records: Parameters<typeof zone>[0], viaSes = true) =>
    await given(senderDomainChecks(SENDER, viaSes), {}, { dns: zone(records) })

  it('stands below the domains that may speak for it', () => {
    expect(SENDER).toEqual({
      address: `noreply@${DOMAIN}`,
      domain: DOMAIN,
      domains: [DOMAIN, 'huntaze.com'],
    })
    expect(senderNames('a@b.com').address).toBe('a@b.com')
  })

  it.each([
    [[['v=spf1 include:amazonses.com ~all']], 'green'],
    [[['something else'], ['V=SPF1 include:amazon', 'ses.com -all']], 'green'],
    [[['v=spf1 include:notamazonses.com ~all']], 'yellow'],
    [[['v=spf1 include:amazonses.community ~all']], 'yellow'],
    [[['v=spf1 include:amazonses.com +all']], 'red'],
    [[['v=spf1 include:amazonses.com all']], 'red'],
    [[['v=spf1 include:amazonses.com ~all'], ['v=spf1 mx ~all']], 'yellow'],
    [[['v=spf10 include:amazonses.com ~all']], 'yellow'],
    [[], 'yellow'],
  ])('SPF %j', async (txt, level) => {
    expect((await judge({ txt: { [DOMAIN]: txt } })).SPF?.level).toBe(level)
  })

  it('SPF of another way out need not name Amazon', async () => {
    expect((await judge({ txt: { [DOMAIN]: [['v=spf1 mx -all']] } }, false)).SPF?.level).toBe('green')
  })

  it.each([
    [{ [`_dmarc.${DOMAIN}`]: [['v=DMARC1; p=reject']] }, 'green', `${DOMAIN}: reject`],
    [{ [`_dmarc.${DOMAIN}`]: [['v=DMARC1;p=none']] }, 'yellow', `${DOMAIN}: none`],
    [
      { '_dmarc.huntaze.com': [['v=DMARC1; p=quarantine; rua=mailto:x@y.z']] },
      'green',
      'huntaze.com: quarantine',
    ],
    [{ '_dmarc.huntaze.com': [['v=DMARC1; p=reject; sp=none']] }, 'yellow', 'huntaze.com: none'],
    [{ '_dmarc.huntaze.com': [['v=DMARC1']] }, 'yellow', 'huntaze.com: no policy'],
    [{}, 'yellow', `${DOMAIN} has no record`],
  ])('DMARC %j', async (txt, level, text) => {
    const finding = (await judge({ txt })).DMARC
    expect(finding?.level).toBe(level)
    expect(finding?.text).toContain(text)
  })

  it('has a mail server or has none', async () => {
    expect((await judge({ mx: { [DOMAIN]: ['mx.huntaze.com'] } })).MX?.level).toBe('green')
    expect((await judge({})).MX).toMatchObject({
      level: 'yellow',
      text: `${DOMAIN} has no mail server: replies are lost`,
    })
  })

  it('is not blamed for name servers that are down, or see nothing beyond a firewall', async () => {
    const down = () => Promise.reject(coded('ESERVFAIL'))
    const dead = { resolveTxt: down, resolveMx: down, resolve4: down, resolve6: down, resolveNs: down }
    const walled = { ...zone({}), resolveNs: () => Promise.reject(coded('ENOTFOUND')) }
    for (const [dns, code] of [
      [dead, 'ESERVFAIL'],
      [walled, 'NoPublicDns'],
    ] as const) {
      const found = await given(
        senderDomainChecks(SENDER, false),
        {},
        { dns: dns as unknown as Probe['dns'] },
      )
      expect(found.SPF?.text).toBe(`not checked (${code})`)
      expect(found.DMARC?.text).toBe(`not checked (${code})`)
      expect(found.MX?.text).toBe(`${DOMAIN}: the name servers did not say`)
    }
  })
})
