import { expect, it } from 'vitest'
import { registerInput } from '../../../app/api/auth/input'
import { readVerificationStatus } from '../../../lib/auth/read-verification-status'
import { register } from '../../../lib/auth/register'
import { isSuppressed } from '../../../lib/email/report/suppression'
import { deliverDue } from '../../../lib/email/send/worker'
import { createMailboxTransport, listMailbox } from '../../../lib/email/transport/mailbox/mailbox'
import { toEmailAddress } from '../../../lib/kernel/email-address'
import { parseInput } from '../../../lib/kernel/parse-input'
import { aVisitor, expectOk, PASSWORD } from '../../support/world'
import { worldPerTest } from '../../support/world-lifetime'

const world = worldPerTest()

/** Somebody who typed `typed`, and whose e-mail left through the mailbox transport. */
async function signUp(typed: string) {
  const ctx = { ...world.ctx, mail: createMailboxTransport(world.ctx) }
  const input = expectOk(parseInput(registerInput, { name: 'Jean Dupont', email: typed, password: PASSWORD }))
  const { user } = expectOk(await register(ctx, input, aVisitor()))
  expect(await deliverDue(ctx)).toMatchObject({ sent: 1 })
  const { rows: reports } = await world.pool.query(
    `select e.type, e.bounce_type, e.reason from email_events e join email_messages m on m.id = e.message_id
     where m.user_id = $1 order by e.id`,
    [user.id],
  )
  const { rows } = await world.pool.query('select * from email_messages where user_id = $1', [user.id])
  return { user, reports, message: rows[0] }
}

const delivery = { type: 'delivery', bounce_type: null, reason: null }
const hard = (reason: string) => ({ type: 'bounce', bounce_type: 'hard', reason })
const complaint = { type: 'complaint', bounce_type: null, reason: 'abuse' }

it.each([
  ['success', [delivery], { status: 'delivered' }, false],
  ['bounce', [hard('General')], { status: 'bounced', bounce_type: 'hard', reason: 'General' }, true],
  [
    'ooto',
    [delivery, { type: 'bounce', bounce_type: 'soft', reason: 'General' }],
    { status: 'delivered', bounce_type: null },
    false,
  ],
  ['complaint', [delivery, complaint], { status: 'complained', reason: 'abuse' }, true],
  ['suppressionlist', [hard('Suppressed')], { status: 'bounced', reason: 'Suppressed' }, true],
])(
  '%s@simulator.amazonses.com is answered as SES answers it, labelled or not',
  async (name, reports, row, suppressed) => {
    for (const label of ['', '+one', '+two.2']) {
      const address = `${name}${label}@simulator.amazonses.com`
      const signedUp = await signUp(address)
      expect(signedUp.reports).toEqual(reports)
      expect(signedUp.message).toMatchObject({
        ...row,
        provider_message_id: expect.stringMatching(/^mailbox-/),
      })
      expect(await isSuppressed(world.ctx, toEmailAddress(address))).toBe(suppressed)
    }
  },
)

it('a labelled address is one of its own, in its canonical form', async () => {
  const { user } = await signUp('  Bounce+Jean@Simulator.AmazonSES.com ')
  expect(user.email).toBe('bounce+jean@simulator.amazonses.com')
  expect(await readVerificationStatus(world.ctx, user)).toMatchObject({
    suppressed: true,
    message: { state: 'bounced' },
  })
  expect(await isSuppressed(world.ctx, toEmailAddress('bounce@simulator.amazonses.com'))).toBe(false)
  expect((await listMailbox(world.ctx, { limit: 1 }))[0]?.to).toBe(user.email)
})

it.each([
  'bounce@example.com',
  'bounce@simulator.amazonses.com.example.com',
  'bounce@x.simulator.amazonses.com',
  'bouncer@simulator.amazonses.com',
  'constructor@simulator.amazonses.com',
])('%s is mail like any other', async (address) => {
  const { reports, message } = await signUp(address)
  expect([reports, message.status]).toEqual([[], 'sent'])
})
