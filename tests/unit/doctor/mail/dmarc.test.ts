import { describe, expect, it } from 'vitest'
import type { Probe } from '../../../../lib/doctor/check'
import { readDmarc, walkOf } from '../../../../lib/doctor/mail/dmarc'
import { senderNames } from '../../../../lib/doctor/mail/sender'
import { senderDomainChecks } from '../../../../lib/doctor/mail/sender-domain'
import { given, zone } from '../../../support/probe'

/** Records by domain, as at `_dmarc.` of it. */
type Records = Record<string, string[]>

const txtOf = (records: Records) =>
  Object.fromEntries(
    Object.entries(records).map(([domain, texts]) => [`_dmarc.${domain}`, texts.map((text) => [text])]),
  )

const SENDER = 'news.mail.huntaze.com'

const read = async (records: Records, domain = SENDER) =>
  await readDmarc({ dns: zone({ txt: txtOf(records) }) } as unknown as Probe, domain)

const judge = async (records: Records) => {
  const sender = senderNames(`Huntaze <noreply@${SENDER}>`)
  const found = await given(senderDomainChecks(sender, true), {}, { dns: zone({ txt: txtOf(records) }) })
  return found.DMARC
}

describe('the walk for a DMARC record', () => {
  it('asks the domain and everything above it, of a long name only the ends', () => {
    expect(walkOf('a.b.example')).toEqual(['a.b.example', 'b.example', 'example'])
    const long = '1.2.3.4.5.6.7.8.9.example'
    expect(walkOf(long).slice(0, 3)).toEqual([long, '4.5.6.7.8.9.example', '5.6.7.8.9.example'])
    expect(walkOf(long)).toHaveLength(8)
  })

  it.each<[string, Records, Partial<Awaited<ReturnType<typeof read>>>]>([
    [
      'the domain’s own',
      { [SENDER]: ['v=DMARC1; p=reject'], 'huntaze.com': ['v=DMARC1; p=none'] },
      { domain: SENDER, policy: 'reject' },
    ],
    [
      'the organization’s',
      { 'huntaze.com': ['v=DMARC1; p=reject'] },
      { domain: 'huntaze.com', policy: 'reject' },
    ],
    [
      'the organization’s for what is below it',
      { 'huntaze.com': ['v=DMARC1; p=reject; sp=none'] },
      { policy: 'none' },
    ],
    [
      'no record in between',
      { 'mail.huntaze.com': ['v=DMARC1; p=reject'], 'huntaze.com': ['v=DMARC1; p=none'] },
      { domain: 'huntaze.com', policy: 'none' },
    ],
    [
      'the one that says it is the organization',
      { 'mail.huntaze.com': ['v=DMARC1; p=reject; psd=n'], 'huntaze.com': ['v=DMARC1; p=none'] },
      { domain: 'mail.huntaze.com', policy: 'reject' },
    ],
    [
      'the organization’s below a public suffix',
      { 'huntaze.com': ['v=DMARC1; p=quarantine'], com: ['v=DMARC1; p=reject; psd=y'] },
      { domain: 'huntaze.com', policy: 'quarantine' },
    ],
    [
      'the public suffix’s for an organization without one',
      { 'mail.huntaze.com': ['v=DMARC1; p=none'], com: ['v=DMARC1; p=reject; psd=y'] },
      { domain: 'com', policy: 'reject' },
    ],
    [
      'none of two at one name',
      { 'huntaze.com': ['v=DMARC1; p=reject', 'v=DMARC1; p=reject'] },
      { domain: undefined, doubled: 'huntaze.com' },
    ],
    [
      'the organization’s behind two of the domain',
      { [SENDER]: ['v=DMARC1; p=none', 'v=DMARC1; p=none'], 'huntaze.com': ['v=DMARC1; p=reject'] },
      { domain: 'huntaze.com', doubled: SENDER },
    ],
    [
      'one beside another kind of text',
      { 'huntaze.com': ['v=spf1 -all', 'v=DMARC1;p=reject'] },
      { policy: 'reject' },
    ],
    ['spaces around the version', { 'huntaze.com': ['v = DMARC1 ; p = reject'] }, { policy: 'reject' }],
    ['no other version', { 'huntaze.com': ['v=DMARC12; p=reject'] }, { domain: undefined }],
    ['no version in small letters', { 'huntaze.com': ['v=dmarc1; p=reject'] }, { domain: undefined }],
    ['no version in second place', { 'huntaze.com': ['p=reject; v=DMARC1'] }, { domain: undefined }],
    ['no policy of another name', { 'huntaze.com': ['v=DMARC1; p=refuse'] }, { policy: undefined }],
    ['a test', { 'huntaze.com': ['v=DMARC1; p=reject; t=y'] }, { policy: 'reject', isTest: true }],
  ])('counts %s', async (_case, records, wanted) => {
    expect(await read(records)).toMatchObject(wanted)
  })
})

describe('the judgement of a DMARC policy', () => {
  it.each<[Records, string, RegExp]>([
    [{ [SENDER]: ['v=DMARC1; p=reject'] }, 'green', /: reject$/],
    [{ [SENDER]: ['v=DMARC1; p=reject', 'v=DMARC1; p=reject'] }, 'yellow', /more than one record/],
    [
      { 'mail.huntaze.com': ['v=DMARC1; p=reject'], 'huntaze.com': ['v=DMARC1; p=none'] },
      'yellow',
      /^huntaze\.com: none/,
    ],
    [{ 'huntaze.com': ['v=DMARC1; p=reject; t=y'] }, 'yellow', /only as a test/],
    [{ 'huntaze.com': ['v=DMARC1; rua=mailto:dmarc@huntaze.com'] }, 'yellow', /no policy/],
  ])('%j is %s', async (records, level, text) => {
    const finding = await judge(records)
    expect(finding?.level).toBe(level)
    expect(finding?.text).toMatch(text)
  })
})
