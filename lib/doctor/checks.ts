import { domainOf } from '../kernel/email-address'
import type { Env } from '../kernel/env/env'
import { type Check, green, type Probe, yellow } from './check'
import { configurationCheck, readConfiguration } from './configuration'
import { databaseChecks } from './database/database'
import { bounceChecks } from './mail/bounces'
import { canaryCheck } from './mail/canary'
import { type SenderNames, senderNames } from './mail/sender'
import { senderDomainChecks } from './mail/sender-domain'
import { sesChecks } from './mail/ses'
import { feedbackChecks } from './mail/ses-feedback'
import { smtpCheck } from './mail/smtp'
import { publicAddressChecks } from './public-address'
import { secretChecks } from './secrets'

const unreadable: Check = {
  name: 'e-mail',
  run: async () => yellow('not checked: the configuration has faults', 'mend “configuration” first'),
}

const localMailbox: Check = {
  name: 'e-mail',
  run: async () => green('the local mailbox: nothing leaves this machine'),
}

/** Checks of a mail server of our own. Canaries fly only where reports come back. */
function smtpChecks(sender: SenderNames, email: Env['email']): Check[] {
  const { smtpUrl = '', smtpName, bounceAddress } = email
  return [
    smtpCheck(smtpUrl, smtpName),
    ...senderDomainChecks(sender, false, bounceAddress && domainOf(bounceAddress)),
    ...bounceChecks(sender, email),
    ...(bounceAddress === undefined ? [] : [canaryCheck(email)]),
  ]
}

function emailChecks(email: Env['email']): Check[] {
  const { transport } = email
  const sender = senderNames(email.from)
  if (transport === 'mailbox') return [localMailbox, canaryCheck(email)]
  if (transport === 'smtp') return smtpChecks(sender, email)
  return [
    ...sesChecks(sender),
    ...feedbackChecks(sender, email),
    ...senderDomainChecks(sender, true),
    canaryCheck(email),
  ]
}

/** The checks of this configuration, in the order in which to fix their findings. */
export function checksFor(source: Probe['source']): Check[] {
  const read = readConfiguration(source)
  return [
    configurationCheck,
    ...secretChecks,
    ...databaseChecks,
    ...publicAddressChecks,
    ...('env' in read ? emailChecks(read.env.email) : [unreadable]),
  ]
}
