import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { beforeAll, describe, expect, it } from 'vitest'
import { LARGEST_REPORT } from '../../../../../lib/email/report/mailed/receive'
import { returnPathOf } from '../../../../../lib/email/return-path'
import { A_REPORT } from '../../../../support/mailed-report'
import { bundleScript } from '../../../../support/scripts'
import { reportedWorld } from '../reported-world'

const ADDRESS = 'bounce@mail.huntaze.test'
const PROGRAM = path.resolve('.cache/script-report-report.mjs')
const { world, sent, row, events, newest } = reportedWorld({ EMAIL_BOUNCE_ADDRESS: ADDRESS })

beforeAll(() => bundleScript('report/report'))

async function aMessage() {
  const { id } = await sent()
  return { id, path: returnPathOf(world.ctx.env, ADDRESS, (await newest()).reference ?? '') }
}

/** Pipes a message to the program of `npm run report:read`, as a mail server does. */
async function pipe(raw: Buffer | string, recipients: string[], more: Record<string, string> = {}) {
  const { databaseUrl, authSecrets } = world.ctx.env
  const own = { DATABASE_URL: databaseUrl, AUTH_SECRET: authSecrets.join(','), EMAIL_TRANSPORT: 'mailbox' }
  const env = { PATH: process.env.PATH, NODE_ENV: 'test' as const, ...own, ...more }
  const child = spawn(process.execPath, [PROGRAM, ...recipients], { env })
  // A program that refuses its arguments does not read.
  child.stdin.on('error', () => undefined).end(raw)
  const [[code], out, err] = await Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)])
  return { code, out, err }
}

describe('report:read', () => {
  it('exits with 0 once the report is stored, now or before', async () => {
    const { id, path: to } = await aMessage()
    for (const _ of [1, 2]) {
      const { code, out, err } = await pipe(A_REPORT.unknown, [to])
      expect({ code, out }).toEqual({ code: 0, out: 'report:read: recorded\n' })
      expect(err).not.toContain('@')
    }
    expect(await row(id)).toMatchObject({ status: 'bounced', bounce_type: 'hard' })
    expect(await events(id)).toHaveLength(1)
  })

  it('finds the recipient in the message where none is given', async () => {
    const { id, path: to } = await aMessage()
    const delivered = Buffer.concat([Buffer.from(`Delivered-To: ${to}\r\n`), A_REPORT.late])
    expect(await pipe(delivered, [])).toMatchObject({ code: 0, out: 'report:read: recorded\n' })
    expect(await row(id)).toMatchObject({ status: 'delayed' })
  })

  it.each([
    ['a letter', 'Subject: Bonjour\r\n\r\nBonjour\r\n', 'no_report'],
    ['nothing', '', 'no_report'],
    ['a report without a mark', A_REPORT.unknown, 'unproven'],
  ])(
    'exits with 0 for mail that is no report of ours, which is passed over: %s',
    async (_name, raw, outcome) => {
      const { code, out, err } = await pipe(raw, ['jean@example.com'])
      expect({ code, out }).toEqual({ code: 0, out: `report:read: ${outcome}\n` })
      expect(err).not.toContain('jean')
    },
  )

  it('exits with 64 for more than one recipient, and with 65 for a message that is too large', async () => {
    const { id, path: to } = await aMessage()
    expect(await pipe(A_REPORT.unknown, [to, to])).toMatchObject({ code: 64, out: '' })
    const large = Buffer.concat([A_REPORT.unknown, Buffer.alloc(LARGEST_REPORT, 'x\r\n')])
    expect(await pipe(large, [to])).toMatchObject({ code: 65, out: '' })
    expect(await events(id)).toEqual([])
  })

  it.each([
    ['is away', () => 'postgres://hunter2:hunter2@127.0.0.1:9/nowhere'],
    ['has no tables', () => world.ctx.env.databaseUrl.replace(/\/[^/?]+(\?|$)/, '/postgres$1')],
  ])('exits with 75 while the database %s, so that it comes again', async (_name, url) => {
    const { path: to } = await aMessage()
    const { code, out, err } = await pipe(A_REPORT.unknown, [to], { DATABASE_URL: url() })
    expect({ code, out }).toEqual({ code: 75, out: '' })
    expect(err).toBe('report:read: the database cannot store it now\n')
  })

  it('exits with 78 for a wrong configuration, and quotes none of it', async () => {
    const { path: to } = await aMessage()
    const { code, out, err } = await pipe(A_REPORT.unknown, [to], { AUTH_SECRET: 'hunter2' })
    expect({ code, out }).toEqual({ code: 78, out: '' })
    expect(err).toMatch(/^report:read: The configuration has \d fault/)
    expect(err).not.toContain('hunter2')
  })
})
