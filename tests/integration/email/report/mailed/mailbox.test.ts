import { describe, expect, it, onTestFinished } from 'vitest'
import { readMailbox } from '../../../../../lib/email/report/mailed/doors/mailbox'
import { runReportDoors } from '../../../../../lib/email/report/mailed/doors/run'
import { LARGEST_REPORT } from '../../../../../lib/email/report/mailed/receive'
import { returnPathOf } from '../../../../../lib/email/return-path'
import { READ_KEYWORD } from '../../../../../lib/kernel/brand'
import { MINUTE, shift } from '../../../../../lib/kernel/clock'
import type { CoreContext } from '../../../../../lib/kernel/context'
import { anImapServer, type ImapStandIn } from '../../../../support/imap-server'
import { A_REPORT } from '../../../../support/mailed-report'
import { reportedWorld } from '../reported-world'

const ADDRESS = 'bounce@mail.huntaze.test'
/** Longer than the pause between two looks at a mailbox, and than that before a door is opened again. */
const WAITING = { timeout: 20_000 }
const { world, sent, row, events, newest } = reportedWorld({ EMAIL_BOUNCE_ADDRESS: ADDRESS })

/** A message that left, and a report about it as it lies in a mailbox: with the address that it was delivered to. */
async function aMessage() {
  const { id } = await sent()
  const path = returnPathOf(world.ctx.env, ADDRESS, (await newest()).reference ?? '')
  const report = (raw = A_REPORT.unknown) => Buffer.concat([Buffer.from(`Delivered-To: ${path}\r\n`), raw])
  return { id, report }
}

type Door = { opened: number; stop(): Promise<void>; ended: Promise<unknown> }

/** Reads the mailbox until the test ends, or `stop` is called. */
function read({ settings }: ImapStandIn, more: Partial<CoreContext> = {}): Door {
  const stopping = new AbortController()
  const door: Door = {
    opened: 0,
    ended: Promise.resolve(),
    stop: async () => {
      stopping.abort()
      await door.ended
    },
  }
  const opened = () => {
    door.opened += 1
  }
  const reading = readMailbox({ ...world.ctx, ...more }, settings, stopping.signal, opened)
  door.ended = reading.catch((error: unknown) => error)
  onTestFinished(door.stop)
  return door
}

/** Keeps the door of the configuration open until the test ends. */
function keepReading({ settings }: ImapStandIn): void {
  const stopping = new AbortController()
  const { env } = world.ctx
  const email = { ...env.email, bounceMailbox: settings }
  const doors = runReportDoors({ ...world.ctx, env: { ...env, email } }, stopping.signal)
  onTestFinished(async () => {
    stopping.abort()
    await doors
  })
}

const refuse = () => {
  throw new Error('away')
}
const away = () => ({ db: new Proxy(world.ctx.db, { get: refuse }) })

const flagsOf = ({ messages }: ImapStandIn): string[][] => messages.map(({ flags }) => [...flags])
const complaints = (): string[] => world.logged.filter((line) => line.includes('report_door_closed'))

describe('a mailbox of reports', () => {
  it('is read: what was there, and what comes later at once, is stored, marked and kept', async () => {
    const [first, second] = [await aMessage(), await aMessage()]
    const mailbox = await anImapServer()
    mailbox.deliver(first.report())
    const door = read(mailbox)
    await expect.poll(() => flagsOf(mailbox), WAITING).toEqual([[READ_KEYWORD]])
    expect(await row(first.id)).toMatchObject({ status: 'bounced', bounce_type: 'hard' })
    await expect.poll(() => mailbox.commands.at(-1)).toBe('IDLE')
    mailbox.deliver(second.report())
    // Sooner than the next look.
    await expect.poll(() => flagsOf(mailbox), { timeout: 2000 }).toEqual([[READ_KEYWORD], [READ_KEYWORD]])
    expect(await row(second.id)).toMatchObject({ status: 'bounced' })
    await door.stop()
    expect(mailbox.commands.at(-1)).toBe('LOGOUT')
    expect(door.opened).toBe(1)
    expect(mailbox.commands.filter((command) => /EXPUNGE|MOVE|Deleted/i.test(command))).toEqual([])
  })

  it('is looked into every five seconds where it announces nothing', async () => {
    const mailbox = await anImapServer({ idles: false })
    read(mailbox)
    await expect.poll(() => mailbox.commands.at(-1)).toBe('NOOP')
    const { id, report } = await aMessage()
    mailbox.deliver(report())
    await expect.poll(() => flagsOf(mailbox), WAITING).toEqual([[READ_KEYWORD]])
    expect(await row(id)).toMatchObject({ status: 'bounced' })
  })

  it('is read where a person has looked into it', async () => {
    const { id, report } = await aMessage()
    const mailbox = await anImapServer()
    mailbox.deliver(report(), ['\\Seen'])
    read(mailbox)
    await expect.poll(() => flagsOf(mailbox), WAITING).toEqual([['\\Seen', READ_KEYWORD]])
    expect(await row(id)).toMatchObject({ status: 'bounced' })
  })

  it.each([
    ['keeps no keywords', ['\\Seen'], '\\Seen'],
    ['keeps ours', ['\\Seen', READ_KEYWORD], READ_KEYWORD],
  ])('that %s is marked as it can be', async (_name, permanentFlags, mark) => {
    const { id, report } = await aMessage()
    const mailbox = await anImapServer({ permanentFlags })
    mailbox.deliver(report())
    read(mailbox)
    await expect.poll(() => flagsOf(mailbox), WAITING).toEqual([[mark]])
    expect(await row(id)).toMatchObject({ status: 'bounced' })
  })

  it('loses no report and keeps none twice when its connection breaks between storing and marking', async () => {
    const { id, report } = await aMessage()
    const mailbox = await anImapServer({ marks: 'cut' })
    mailbox.deliver(report())
    expect(await read(mailbox).ended).toBeInstanceOf(Error)
    expect(flagsOf(mailbox)).toEqual([[]])
    expect(await events(id)).toHaveLength(1)
    mailbox.behaviour.marks = 'kept'
    read(mailbox)
    await expect.poll(() => flagsOf(mailbox), WAITING).toEqual([[READ_KEYWORD]])
    expect(await events(id)).toHaveLength(1)
  })

  it('is not marked while the database is away, and read later', async () => {
    const { id, report } = await aMessage()
    const mailbox = await anImapServer()
    mailbox.deliver(report())
    expect(await read(mailbox, away()).ended).toMatchObject({ message: 'away' })
    expect(flagsOf(mailbox)).toEqual([[]])
    read(mailbox)
    await expect.poll(() => flagsOf(mailbox), WAITING).toEqual([[READ_KEYWORD]])
    expect(await row(id)).toMatchObject({ status: 'bounced' })
  })

  it('passes over a message that is too large, once, and other mail', async () => {
    const { id, report } = await aMessage()
    const mailbox = await anImapServer()
    mailbox.deliver(Buffer.concat([report(), Buffer.alloc(LARGEST_REPORT, 'x\r\n')]))
    mailbox.deliver('From: jean@example.com\r\nSubject: Bonjour\r\n\r\nBonjour\r\n')
    mailbox.deliver('')
    mailbox.deliver(report(A_REPORT.late))
    read(mailbox)
    await expect.poll(() => flagsOf(mailbox), WAITING).toEqual(Array(4).fill([READ_KEYWORD]))
    expect(await row(id)).toMatchObject({ status: 'delayed' })
    const readings = () => mailbox.commands.filter((command) => command.includes('FETCH'))
    expect(readings()).toHaveLength(4)
  })

  it('that is full is read in steps, 600 a minute, and no message twice', WAITING, async () => {
    const mailbox = await anImapServer()
    for (let number = 0; number < 605; number += 1) mailbox.deliver(`Subject: ${number}\r\n\r\nBonjour\r\n`)
    let now = world.ctx.now()
    read(mailbox, { now: () => now })
    const marked = () => flagsOf(mailbox).filter((flags) => flags.includes(READ_KEYWORD)).length
    await expect.poll(marked, WAITING).toBe(600)
    await expect.poll(() => mailbox.commands.at(-1)).toBe('IDLE')
    expect(marked()).toBe(600)
    now = shift(now, MINUTE)
    await expect.poll(marked, WAITING).toBe(605)
    expect(mailbox.commands.filter((command) => command.includes('FETCH'))).toHaveLength(605)
  })

  it.each([
    ['refuses marks', { marks: 'refused' as const }],
    ['can only be read', { permanentFlags: [] }],
  ])('that %s is a fault that is told, and no loop', async (_name, behaviour) => {
    const mailbox = await anImapServer(behaviour)
    for (let number = 0; number < 150; number += 1) mailbox.deliver(`Subject: ${number}\r\n\r\nBonjour\r\n`)
    expect(await read(mailbox).ended).toMatchObject({ name: 'MailboxError', code: 'mark_refused' })
    expect(mailbox.commands.filter((command) => command.includes('FETCH'))).toHaveLength(1)
    await expect.poll(() => mailbox.clients.size).toBe(0)
  })

  it('that is not there is told', async () => {
    const mailbox = await anImapServer()
    const settings = { ...mailbox.settings, folder: 'Reports' }
    expect(await read({ ...mailbox, settings }).ended).toMatchObject({
      name: 'MailboxError',
      code: 'folder_refused',
    })
    await expect.poll(() => mailbox.clients.size).toBe(0)
  })

  it('beyond this machine must speak TLS before it learns the password', async () => {
    const mailbox = await anImapServer()
    const settings = { ...mailbox.settings, isLocal: false }
    expect(await read({ ...mailbox, settings }).ended).toBeInstanceOf(Error)
    expect(mailbox.commands.join('\n')).not.toMatch(/LOGIN/)
  })

  it('with a wrong password is told without it, and without the name', async () => {
    const mailbox = await anImapServer()
    const auth = { user: 'somebody@mail.huntaze.test', pass: 'hunter2-hunter2' }
    const before = world.logged.length
    keepReading({ ...mailbox, settings: { ...mailbox.settings, auth } })
    await expect.poll(() => world.logged.length, WAITING).toBeGreaterThan(before)
    const said = world.logged.slice(before).join('\n')
    expect(said).toContain('MailboxError:login_refused')
    expect(said).not.toMatch(/hunter2|somebody/)
    await expect.poll(() => mailbox.clients.size).toBe(0)
  })

  it('that breaks is opened again, and each break after a time of health is told', {
    timeout: 60_000,
  }, async () => {
    const mailbox = await anImapServer()
    const before = complaints().length
    keepReading(mailbox)
    for (const breaks of [1, 2]) {
      await expect.poll(() => mailbox.commands.at(-1), WAITING).toBe('IDLE')
      mailbox.commands.push('cut')
      mailbox.cut()
      await expect.poll(() => complaints().length, WAITING).toBe(before + breaks)
    }
    const { id, report } = await aMessage()
    mailbox.deliver(report())
    await expect.poll(() => flagsOf(mailbox), WAITING).toEqual([[READ_KEYWORD]])
    expect(await row(id)).toMatchObject({ status: 'bounced' })
  })
})
