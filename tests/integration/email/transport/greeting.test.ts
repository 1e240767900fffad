import { expect, it } from 'vitest'
import { register } from '../../../../lib/auth/register'
import { deliverDue } from '../../../../lib/email/send/worker'
import { createTransport } from '../../../../lib/email/transport/create'
import { verifySmtp } from '../../../../lib/email/transport/smtp/account'
import { SECOND } from '../../../../lib/kernel/clock'
import { anSmtpServer } from '../../../support/smtp-server'
import { aVisitor, expectOk, freshEmail, PASSWORD } from '../../../support/world'
import { aWorld } from '../../../support/world-lifetime'

it.each([
  ['the host of the public origin', {}, 'auth.huntaze.test'],
  ['the name of the configuration', { SMTP_NAME: 'mail-7.huntaze.test' }, 'mail-7.huntaze.test'],
  ['an address, where that is the origin', { APP_URL: 'http://192.0.2.7' }, '[192.0.2.7]'],
])('a mail server is greeted with %s, whatever this machine is called', async (_, env, name) => {
  const server = await anSmtpServer()
  const world = await aWorld({ env: { EMAIL_TRANSPORT: 'smtp', SMTP_URL: server.url, ...env } })
  const input = { name: 'Jean', email: freshEmail(), password: PASSWORD }
  expectOk(await register(world.ctx, input, aVisitor()))
  await deliverDue({ ...world.ctx, mail: createTransport(world.ctx) })
  // The doctor greets as the worker does.
  await verifySmtp(server.url, SECOND, world.ctx.env.email.smtpName)
  await expect.poll(() => server.greetings).toEqual([name, name])
})
