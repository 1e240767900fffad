import { describe, expect, it } from 'vitest'
import { findAccountByEmail } from '../../../../lib/account/find'
import { readVerificationStatus } from '../../../../lib/auth/read-verification-status'
import { register } from '../../../../lib/auth/register'
import { transaction } from '../../../../lib/db/transaction'
import { mailLetter } from '../../../../lib/email/outbox/enqueue'
import { POLICY_ATTEMPTS } from '../../../../lib/email/send/backoff'
import { deliverDue } from '../../../../lib/email/send/worker'
import { createSmtpTransport } from '../../../../lib/email/transport/smtp/smtp'
import { HOUR, MINUTE } from '../../../../lib/kernel/clock'
import { toEmailAddress } from '../../../../lib/kernel/email-address'
import { anSmtpServer, type SmtpStep } from '../../../support/smtp-server'
import { aVisitor, expectOk, freshEmail, PASSWORD } from '../../../support/world'
import { outboxWorld } from '../outbox/outbox-world'

const { world, queue, messages } = outboxWorld()

/** One round of the worker, through a real SMTP connection. */
const send = (url: string) => deliverDue({ ...world.ctx, mail: createSmtpTransport(url) })

const suppressions = async () => (await world.pool.query('select reason from email_suppressions')).rows

/** A server that refuses one step of every message. */
const refusing = (step: SmtpStep, reply: string) => anSmtpServer({ [step]: () => reply })

const errors = () =>
  world.logged.filter((line) => line.includes('"level":"error"')).map((line) => JSON.parse(line))

describe('a reply that is about the recipient', () => {
  it.each([
    ['recipient', '550 5.1.1 <jean@example.com>: Recipient address rejected: User unknown', 'hard', true],
    ['recipient', '550 5.2.1 The email account that you tried to reach is disabled', 'hard', true],
    ['recipient', '550 5.7.1 <jean@sfr.fr>... User unknown', 'hard', true],
    ['message', '550 5.7.133 SenderNotAuthenticatedForGroup', 'hard', true],
    ['message', '550 5.1.10 Recipient not found', 'hard', true],
    ['recipient', '550 No such user here', 'hard', false],
    ['recipient', '550 Invalid recipient', 'hard', false],
    ['recipient', '550 Restricted characters in address', 'hard', false],
    ['recipient', '553 mailbox name not allowed', 'hard', false],
    ['recipient', '556 domain does not accept mail', 'hard', false],
    ['recipient', '552 5.2.2 Mailbox full', 'soft', false],
    ['recipient', '552 5.1.1 Boite pleine', 'soft', false],
  ] satisfies [SmtpStep, string, string, boolean][])(
    'bounces the message: %s, %s',
    async (step, reply, bounce, suppressed) => {
      const [user] = await queue()
      const { url } = await refusing(step, reply)
      expect(await send(url)).toMatchObject({ bounced: 1, dead: 0, retried: 0 })
      expect(await messages()).toMatchObject([{ status: 'bounced', bounce_type: bounce, has_secrets: false }])
      if (!user) throw new Error('nobody registered')
      expect(await readVerificationStatus(world.ctx, user)).toMatchObject({
        message: { state: 'bounced', bounce },
        suppressed,
      })
      expect(await suppressions()).toEqual(suppressed ? [{ reason: 'bounce' }] : [])
      const counted = await world.pool.query(
        `select kind, amount::int from tally_marks where kind like 'mail_bounced%'`,
      )
      expect(counted.rows).toEqual([{ kind: `mail_bounced_${bounce}`, amount: 1 }])
      expect(errors()).toEqual([])
    },
  )

  it('that is not final waits, and bounces softly when it stays so', async () => {
    await queue()
    const { url } = await refusing('recipient', '452 4.2.2 Mailbox full')
    expect(await send(url)).toMatchObject({ retried: 1 })
    await world.pool.query('update email_messages set attempts = 99, due_at = $1', [world.ctx.now()])
    expect(await send(url)).toMatchObject({ bounced: 1 })
    expect(await messages()).toMatchObject([
      { status: 'bounced', bounce_type: 'soft', reason: 'MailboxFull' },
    ])
  })

  it('leaves no address in the log or the database', async () => {
    await queue()
    const { url } = await refusing('recipient', '550 5.1.1 outbox-0@example.com unknown')
    await send(url)
    expect(world.logged.join('\n')).not.toContain('outbox-0@')
    expect(JSON.stringify(await messages())).not.toContain('outbox-0@')
  })
})

describe('a reply that is about us', () => {
  it.each([
    [
      'recipient',
      '550 5.1.8 <noreply@huntaze.com>: Sender address rejected: Domain not found',
      'SenderRefused',
    ],
    ['recipient', '550 5.1.0 <noreply@huntaze.com>: Sender address rejected: User unknown', 'SenderRefused'],
    ['recipient', '550 5.5.2 <web-1>: Helo command rejected: need a name', 'HelloRefused'],
    ['message', '550 5.4.5 Daily sending quota exceeded', 'DailyQuotaExceeded'],
    ['recipient', '550 relay not permitted', 'RelayRefused'],
    ['recipient', '550 Sender verify failed', 'SenderRefused'],
    ['message', '550 5.7.60 Client does not have permissions to send as this sender', 'SenderRefused'],
    ['recipient', '553 5.7.1 Sender address rejected: not owned by user x', 'SenderRefused'],
    ['message', '550 5.7.1 Message considered as spam', 'PolicyRefused'],
    ['message', '554 Message rejected: Sending suspended for this account.', 'SendingPaused'],
    ['message', '454 Throttling failure: Daily message quota exceeded.', 'DailyQuotaExceeded'],
    ['recipient', '550 what nobody has seen before', 'SMTP_550'],
  ] satisfies [SmtpStep, string, string][])(
    'waits, and the log says what to do: %s, %s',
    async (step, reply, code) => {
      await queue()
      const { url } = await refusing(step, reply)
      expect(await send(url)).toMatchObject({ retried: 1, dead: 0, bounced: 0 })
      expect(await messages()).toMatchObject([{ status: 'queued', last_error: code, has_secrets: true }])
      expect(await suppressions()).toEqual([])
      expect(errors()).toMatchObject([{ event: 'email_retried', code, detail: expect.any(String) }])
    },
  )

  it.each([
    '535 5.7.8 bad credentials',
    '534 5.7.9 Application-specific password required',
    '530 5.7.0 Authentication Required',
  ])('at the login waits too: %s', async (reply) => {
    await queue()
    const { url } = await refusing('login', reply)
    expect(await send(url.replace('//', '//user:wrong@'))).toMatchObject({ retried: 1 })
    expect(errors()).toMatchObject([{ code: 'LoginRefused', detail: expect.stringContaining('password') }])
  })

  it('is no fault of ours where a server only asks to come back', async () => {
    await queue()
    const { url } = await refusing('recipient', '451 4.7.1 Greylisted, try again later')
    expect(await send(url)).toMatchObject({ retried: 1 })
    expect(errors()).toEqual([])
  })

  it('about the rate slows all messages down', async () => {
    await queue()
    let isTooFast = false
    const { url } = await anSmtpServer({
      sender: () => (isTooFast ? '450 4.7.1 Error: too many messages from you' : undefined),
    })
    expect(await send(url)).toMatchObject({ sent: 1 })
    isTooFast = true
    expectOk(await register(world.ctx, { name: 'J', email: freshEmail(), password: PASSWORD }, aVisitor()))
    expect(await send(url)).toMatchObject({ retried: 1 })
    expect(await messages()).toMatchObject([{ status: 'sent' }, { last_error: 'Throttling' }])
    isTooFast = false
    expectOk(await register(world.ctx, { name: 'J', email: freshEmail(), password: PASSWORD }, aVisitor()))
    expect(await send(url)).toMatchObject({ sent: 0, retried: 0 })
    world.ctx.now.advance(MINUTE)
    expect(await send(url)).toMatchObject({ sent: 2 })
  })

  it('by a policy is waited out for hours, not for a day', async () => {
    await queue()
    await world.pool.query('update email_messages set attempts = $1', [POLICY_ATTEMPTS - 2])
    const { url } = await refusing('message', '550 5.7.1 blocked')
    expect(await send(url)).toMatchObject({ retried: 1 })
    world.ctx.now.advance(HOUR)
    expect(await send(url)).toMatchObject({ dead: 1 })
  })
})

describe('a server that refuses one recipient after the other by a text alone', () => {
  const BARE = '550 Invalid recipient'
  const states = async () => (await messages()).map(({ status }) => status)

  /** Asks for one more message to somebody who has an account. */
  const again = (email: string) =>
    transaction(world.ctx, async (t) => {
      const account = await findAccountByEmail(t, toEmailAddress(email))
      if (account) await mailLetter(t, 'welcome', account)
    })

  it('bounces nobody after the second, until it takes a message again', async () => {
    await queue(4)
    let known = (_address: string) => false
    const { url } = await anSmtpServer({ recipient: (address) => (known(address) ? undefined : BARE) })
    expect(await send(url)).toMatchObject({ bounced: 2, retried: 2 })
    expect(await suppressions()).toEqual([])
    expect(errors()).toMatchObject([{ code: 'RecipientsRefused' }, { code: 'RecipientsRefused' }])
    world.ctx.now.advance(MINUTE)
    expect(await send(url)).toMatchObject({ bounced: 0, retried: 2 })
    // Mended: one of those who wait is known. The other is not, and bounces once it is clear that the server works.
    const waiting = `outbox-${(await states()).indexOf('queued')}@example.com`
    known = (address) => address === waiting
    for (let round = 0; round < 2; round += 1) {
      world.ctx.now.advance(MINUTE)
      await send(url)
    }
    expect((await states()).toSorted()).toEqual(['bounced', 'bounced', 'bounced', 'sent'])
  })

  it('is told from one address that is tried again and again', async () => {
    await queue()
    const { url } = await refusing('recipient', BARE)
    for (let round = 0; round < 4; round += 1) {
      expect(await send(url)).toMatchObject({ bounced: 1 })
      world.ctx.now.advance(MINUTE)
      await again('outbox-0@example.com')
    }
  })

  it('is suspected for an hour only', async () => {
    await queue(2)
    const { url } = await refusing('recipient', BARE)
    expect(await send(url)).toMatchObject({ bounced: 2 })
    world.ctx.now.advance(HOUR + MINUTE)
    expectOk(await register(world.ctx, { name: 'J', email: freshEmail(), password: PASSWORD }, aVisitor()))
    expect(await send(url)).toMatchObject({ bounced: 1 })
  })
})
