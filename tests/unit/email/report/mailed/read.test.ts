import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rank, reported } from '../../../../../lib/email/report/lifecycle'
import { type Change, readReport } from '../../../../../lib/email/report/mailed/read'
import { markOf, marksIn, returnPathOf } from '../../../../../lib/email/return-path'
import { LONGEST_BOUNCE_NAME } from '../../../../../lib/kernel/env/bounces'
import { A_REPORT, aReport, REPORT_FILES, reportFile } from '../../../../support/mailed-report'

const REFERENCE = '0b9b1f0c-6f3e-4c2a-9d3b-6a1f0e5d4c3b'
const OTHER = '1c9b1f0c-6f3e-4c2a-9d3b-6a1f0e5d4c3b'
const [NEWEST, OLDER, FOREIGN] = ['a', 'b', 'c'].map((letter) => letter.repeat(43)) as [
  string,
  string,
  string,
]
const env = { authSecrets: [NEWEST, OLDER] }
const RECIPIENT = returnPathOf(env, 'bounce@app.test', REFERENCE)

const read = (raw: Uint8Array, recipient = RECIPIENT) => readReport(env, raw, recipient)

async function changesOf(raw: Uint8Array): Promise<Change[]> {
  const reading = await read(raw)
  return typeof reading === 'string' ? [] : reading.changes
}

describe('the mark of a message', () => {
  it('fits into an address, in hex and small letters', () => {
    const [local = ''] = returnPathOf(env, `${'b'.repeat(LONGEST_BOUNCE_NAME)}@app.test`, REFERENCE).split(
      '@',
    )
    expect(local).toHaveLength(64)
    expect(local).toMatch(/^b{10}\+[\da-f]{32}\.[\da-f]{20}$/)
  })

  it('is recognised in capitals, and under an older secret; no other is', () => {
    expect(marksIn(env, RECIPIENT.toUpperCase())).toEqual([REFERENCE])
    expect(marksIn(env, markOf({ authSecrets: [OLDER] }, REFERENCE))).toEqual([REFERENCE])
    expect(marksIn(env, markOf({ authSecrets: [FOREIGN] }, REFERENCE))).toEqual([])
    const [, proof = ''] = markOf(env, REFERENCE).split('.')
    expect(marksIn(env, `${OTHER.replaceAll('-', '')}.${proof}`)).toEqual([])
    expect(marksIn(env, `0${markOf(env, REFERENCE)}`)).toEqual([])
  })
})

describe('a report proves itself', () => {
  const MARK = markOf(env, REFERENCE)

  it.each([
    ['by the address it came to', { head: [`Delivered-To: bounce+${MARK}@app.test`] }],
    ['by the address that a server noted', { head: [`X-Original-To: bounce+${MARK}@app.test`] }],
    ['by the Message-ID that it returns', { returned: `Message-ID: <${MARK}@app.test>\n\nbody` }],
    ['by a folded field', { returned: `Subject: x\nMessage-ID:\n <${MARK}@app.test>\n\nbody` }],
    ['by the envelope’s name', { status: `Original-Envelope-Id: ${MARK}\n\nAction: failed\nStatus: 5.1.1` }],
  ])('%s', async (_, parts) => {
    expect(await readReport(env, aReport(parts))).toMatchObject({ reference: REFERENCE })
  })

  it.each([
    ['in the text for people', { text: MARK }],
    ['in the subject', { head: [`Subject: ${MARK}`] }],
    ['in the body that it returns', { returned: `Subject: x\n\nMessage-ID: <${MARK}@app.test>\n` }],
    ['nowhere', {}],
  ])('not by a mark %s', async (_, parts) => {
    expect(await readReport(env, aReport(parts))).toBe('unproven')
  })

  it('and the envelope counts before all else', async () => {
    const raw = aReport({ returned: `Message-ID: <${markOf(env, OTHER)}@app.test>` })
    expect(await read(raw)).toMatchObject({ reference: REFERENCE })
    expect(await readReport(env, raw)).toMatchObject({ reference: OTHER })
  })
})

describe('mail that is no report', () => {
  it.each([
    ['an out-of-office answer', 'Auto-Submitted: auto-replied\r\nSubject: Absence\r\n\r\nJe suis absent.'],
    ['a challenge', 'Subject: Please confirm\r\n\r\nClick here, and your mail is delivered.'],
    ['a read receipt', aReport({ type: 'message/disposition-notification' }).toString()],
    ['a report without its part for machines', aReport({ status: '' }).toString()],
    ['a forwarded report', aReport({ status: '', returned: A_REPORT.unknown.toString() }).toString()],
    ['nothing', ''],
  ])('%s changes nothing', async (_, source) => {
    expect(await read(Buffer.from(source))).toBe('no_report')
  })
})

describe('a complaint', () => {
  const feedback = (kind: string) =>
    aReport({
      type: 'message/feedback-report',
      status: `Feedback-Type: ${kind}\nUser-Agent: x/1\nVersion: 1`,
    })

  it('comes by a feedback loop', async () => {
    expect(await changesOf(feedback('abuse'))).toMatchObject([{ type: 'complaint', reason: 'abuse' }])
  })

  it.each(['not-spam', 'dkim', 'auth-failure', 'other', ''])('is no %s', async (kind) => {
    expect(await changesOf(feedback(kind))).toEqual([])
  })
})

describe('fields are read', () => {
  const failed = (fields: string, text?: string) => aReport({ status: `Reporting-MTA: x\n\n${fields}`, text })

  it.each([
    ['in any case', 'ACTION: FAILED\nSTATUS: 5.1.1', 'NoEmail'],
    ['without comments', 'Action: failed (really)\nStatus: 5.1.1 (bad mailbox)', 'NoEmail'],
    [
      'folded',
      'Action:\n failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 552\n 5.2.2 Mailbox full',
      'MailboxFull',
    ],
    [
      'the reply before the status',
      'Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.7.1 spam',
      'PolicyRefused',
    ],
    ['the status before silence', 'Action: failed\nStatus: 5.2.2', 'MailboxFull'],
    ['nothing as nothing', 'Action: failed\nStatus: 5.0.0', 'Unexplained'],
  ])('%s', async (_, fields, reason) => {
    expect(await changesOf(failed(fields))).toMatchObject([{ reason }])
  })

  it.each(['Status: 5.1.1', 'Action: bewildered\nStatus: 5.1.1', 'Action failed', ''])(
    'and %j says nothing',
    async (fields) => expect(await changesOf(failed(fields))).toEqual([]),
  )

  it('for each recipient that a list had', async () => {
    const raw = failed('Action: relayed\nStatus: 2.0.0\n\nAction: failed\nStatus: 5.1.1')
    const changes = await changesOf(raw)
    expect(changes.map(({ type }) => type)).toEqual(['delivery', 'bounce'])
    expect(new Set(changes.map(({ sourceId }) => sourceId)).size).toBe(2)
  })

  it('the same at a second delivery, under the same name', async () => {
    const again = Buffer.concat([Buffer.from('Received: by relay.example; later\r\n'), A_REPORT.unknown])
    expect(await changesOf(again)).toEqual(await changesOf(A_REPORT.unknown))
  })
})

/** Ways in which a report is damaged on its way. */
const DAMAGES: Record<string, (source: string, at: number, length: number) => string> = {
  cut: (source, at) => source.slice(0, at),
  beheaded: (source, at) => source.slice(at),
  gap: (source, at, length) => source.slice(0, at) + source.slice(at + length),
  doubled: (source, at, length) => source.slice(0, at + length) + source.slice(at),
  capitals: (source, at, length) =>
    source.slice(0, at) + source.slice(at, at + length).toUpperCase() + source.slice(at + length),
  'line ends': (source) => source.replaceAll('\r\n', '\n'),
  reordered: (source, at) => {
    const lines = source.split('\n')
    const place = at % lines.length
    return [...lines.slice(place), ...lines.slice(0, place)].join('\n')
  },
  charset: (source) => source.replaceAll(/charset=[\w-]+/gi, 'charset=utf-16'),
  nested: (source) => `Content-Type: message/rfc822\r\n\r\n${source}`,
  noise: (source, at) => `${source.slice(0, at)}\0\ufffd=?utf-8?q?=ff?=;(("${source.slice(at)}`,
}

const weight = (change: Change) => rank(reported(change))
const suppresses = ({ bounce, sparesAddress }: Change) => bounce === 'hard' && !sparesAddress

describe('a damaged report', () => {
  // Each sample, every kind of damage: it may say less, and may become unexplained, but never says the opposite or more.
  it.each(Object.keys(DAMAGES))('moves no message wrongly: %s', async (kind) => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...REPORT_FILES),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 400 }),
        async (file, where, length) => {
          const source = reportFile(file).toString('latin1')
          const [original] = await changesOf(reportFile(file))
          const damaged = DAMAGES[kind]?.(source, Math.floor(where * source.length), length) ?? ''
          for (const change of await changesOf(Buffer.from(damaged, 'latin1'))) {
            expect(change.type).toBe(original?.type)
            if (original && !suppresses(original)) expect(suppresses(change)).toBe(false)
            expect(weight(change)).toBeLessThanOrEqual(original ? weight(original) : 0)
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it('of any bytes never throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3_000 }), async (bytes) => {
        expect(['no_report', 'unproven']).toContain(await readReport(env, bytes))
      }),
    )
  })
})
