import { describe, expect, it } from 'vitest'
import type { Probe } from '../../../../lib/doctor/check'
import { checksFor } from '../../../../lib/doctor/checks'
import { readOrganization } from '../../../../lib/doctor/mail/dmarc'
import { given, production, zone } from '../../../support/probe'

const FROM = 'Huntaze <noreply@huntaze.com>'
const DOMAIN = 'mail.huntaze.com'
const REPORTED = { EMAIL_FROM: FROM, EMAIL_BOUNCE_ADDRESS: `bounce@${DOMAIN}` }

type Records = Parameters<typeof zone>[0]

/** The findings of a deployment that sends over SMTP. */
const judge = async (more: Record<string, string>, records: Records = {}) => {
  const source = production(more)
  const dns = zone(records)
  const checks = checksFor(source).filter(({ name }) => /SPF|MX|DMARC|report/.test(name))
  return await given(checks, source, { dns })
}

const dmarc = (records: Record<string, string>): Records['txt'] =>
  Object.fromEntries(Object.entries(records).map(([domain, text]) => [`_dmarc.${domain}`, [[text]]]))

describe('reports of mail servers', () => {
  it('that nobody hears are worth a word', async () => {
    expect((await judge({}))['mail reports']).toMatchObject({
      level: 'yellow',
      fix: expect.stringContaining('EMAIL_BOUNCE_ADDRESS'),
    })
    const names = (more: Record<string, string>) => checksFor(production(more)).map(({ name }) => name)
    expect(names({})).not.toContain('canary')
    expect(names(REPORTED)).toEqual(
      expect.arrayContaining(['report MX', 'SPF alignment', 'report door', 'canary']),
    )
    expect(names(REPORTED)).not.toContain('mail reports')
  })

  it('find a mail server, or are lost', async () => {
    const found = await judge(REPORTED, { mx: { [DOMAIN]: ['mx.huntaze.com'] } })
    expect(found['report MX']).toEqual({ level: 'green', text: `${DOMAIN} receives mail` })
    const none: Records['mx'][] = [{}, { [DOMAIN]: ['.'] }]
    for (const mx of none)
      expect((await judge(REPORTED, { mx }))['report MX']).toMatchObject({
        level: 'red',
        text: expect.stringContaining(`${DOMAIN} has no mail server`),
      })
  })

  it('have the envelope’s SPF record judged, not the sender’s', async () => {
    const spf = async (more: Record<string, string>, domain: string) =>
      (await judge(more, { txt: { [domain]: [['v=spf1 mx -all']] } })).SPF
    expect(await spf(REPORTED, DOMAIN)).toMatchObject({
      level: 'green',
      text: expect.stringContaining(DOMAIN),
    })
    expect(await spf(REPORTED, 'huntaze.com')).toMatchObject({
      level: 'yellow',
      text: `${DOMAIN} has no record`,
    })
    expect((await spf({ EMAIL_FROM: FROM }, 'huntaze.com'))?.level).toBe('green')
  })

  it.each<[string, string, Record<string, string>, string, RegExp]>([
    ['a domain below', DOMAIN, { 'huntaze.com': 'v=DMARC1; p=reject' }, 'green', /counts for huntaze\.com/],
    [
      'a domain below, strictly',
      DOMAIN,
      { 'huntaze.com': 'v=DMARC1; p=reject; aspf=s' },
      'yellow',
      /^huntaze\.com says aspf=s/,
    ],
    [
      'the same domain, strictly',
      'huntaze.com',
      { 'huntaze.com': 'v=DMARC1; p=reject; aspf=s' },
      'green',
      /sender’s domain/,
    ],
    [
      'another organization',
      'relay.example',
      { 'huntaze.com': 'v=DMARC1; p=reject' },
      'yellow',
      /another organization/,
    ],
    [
      'a neighbour below one suffix',
      'other.com',
      { 'huntaze.com': 'v=DMARC1; p=reject', com: 'v=DMARC1; p=none; psd=y' },
      'yellow',
      /another organization/,
    ],
    [
      'a domain below that is an organization of its own',
      DOMAIN,
      { 'huntaze.com': 'v=DMARC1; p=reject', [DOMAIN]: 'v=DMARC1; p=reject; psd=n' },
      'yellow',
      /another organization/,
    ],
    ['no policy', 'relay.example', {}, 'green', /no DMARC record/],
  ])('count for the sender by SPF, or not: %s', async (_name, domain, records, level, text) => {
    const source = { ...REPORTED, EMAIL_BOUNCE_ADDRESS: `bounce@${domain}` }
    const finding = (await judge(source, { txt: dmarc(records) }))['SPF alignment']
    expect(finding?.level).toBe(level)
    expect(finding?.text).toMatch(text)
  })

  it.each([
    [{ BOUNCE_LISTEN: '127.0.0.1:2526' }, 'green', 'reports come by BOUNCE_LISTEN'],
    [{ BOUNCE_IMAP_URL: 'imaps://u:hunter2@mail.example' }, 'green', 'reports come by BOUNCE_IMAP_URL'],
    [
      { BOUNCE_LISTEN: '127.0.0.1:2526', BOUNCE_IMAP_URL: 'imaps://u:hunter2@mail.example' },
      'green',
      'reports come by BOUNCE_LISTEN and BOUNCE_IMAP_URL',
    ],
    [{}, 'yellow', 'not checked: reports come by a pipe alone'],
  ])('come by a door: %j', async (doors, level, text) => {
    const finding = (await judge({ ...REPORTED, ...doors }))['report door']
    expect(finding).toMatchObject({ level, text })
    if (level === 'yellow') expect(finding?.fix).toContain('npm run report:read')
  })
})

describe('the organization of a domain', () => {
  it.each<[string, Record<string, string>, string]>([
    ['a.b.huntaze.com', {}, 'a.b.huntaze.com'],
    ['a.b.huntaze.com', { 'huntaze.com': 'v=DMARC1; p=none' }, 'huntaze.com'],
    ['a.huntaze.com', { 'a.huntaze.com': 'v=DMARC1', 'huntaze.com': 'v=DMARC1' }, 'huntaze.com'],
    ['a.huntaze.com', { 'a.huntaze.com': 'v=DMARC1; psd=n', 'huntaze.com': 'v=DMARC1' }, 'a.huntaze.com'],
    ['a.huntaze.com', { com: 'v=DMARC1; psd=y' }, 'huntaze.com'],
    ['com', { com: 'v=DMARC1; psd=y' }, 'com'],
  ])('%s with %j is %s', async (domain, records, wanted) => {
    const probe = { dns: zone({ txt: dmarc(records) }) } as unknown as Probe
    expect(await readOrganization(probe, domain)).toBe(wanted)
  })
})
