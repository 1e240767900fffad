import { MESSAGE_TAG } from '../kernel/brand'
import { SECOND } from '../kernel/clock'
import type { MailTransport, OutgoingEmail } from '../kernel/ports'
import type { Sender } from '../kernel/sender'
import { quotaOf, throttlingCode } from './send/quota'
import { operatorFault } from './send/remedies'
import { checkEmail } from './transport/guard'
import { RECIPIENT_IN_DOUBT, SendError } from './transport/send-error'
import { createSesAccount } from './transport/ses/account'
import { loadSdk, type Sdk, type SESClient } from './transport/ses/sdk'

const CONNECTION_TIMEOUT = 5 * SECOND

/** Long, because giving up on a slow provider that still takes the message would send it twice. */
const REQUEST_TIMEOUT = 60 * SECOND

/** Timeout of one try. Short, because the worker waits for the figures before it sends. */
const QUOTA_TIMEOUT = 2 * SECOND

/** Error names that condemn the message itself. All others pass, or can be mended by an operator, so it waits. */
const PERMANENT = new Set(['MessageRejected', 'InvalidParameterValue'])

/** SES takes no such recipient: "Local address contains control or whitespace", "Domain contains illegal character", …. */
const WRONG_ADDRESS = /^(?!.*\b(?:source|sender|from|reply)).*\b(?:address|domain)\b/i

/** Codes that may be stored and logged. An error's name comes from the network and could hold anything. */
const SAFE_CODE = /^[A-Za-z][\w.]{0,63}$/
const SYSTEM_CODE = /^E[A-Z]{3,}$/

type SesOptions = {
  /** Name of the configuration set whose event destination reports about the messages. */
  configurationSet?: string
  /** Milliseconds from the request's start until its answer. */
  requestTimeout?: number
}

async function openClient(requestTimeout: number): Promise<{ sdk: Sdk; client: SESClient }> {
  const sdk = await loadSdk()
  const client = new sdk.SESClient({
    maxAttempts: 1, // The outbox tries again, with a backoff that survives this process.
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT, requestTimeout, throwOnRequestTimeout: true },
  })
  return { sdk, client }
}

/** RFC 2047 encoded words of at most 75 characters, cut between characters. */
const encodedWords = (text: string): string =>
  (text.match(/.{1,11}/gu) ?? [])
    .map((part) => `=?UTF-8?B?${Buffer.from(part).toString('base64')}?=`)
    .join(' ')

/** RFC 5322 `From`. SES takes a name beyond ASCII only encoded, and reads a bare comma in one as a list. */
function sourceOf({ name, address }: Sender): string {
  if (name === '') return address
  if (/[^\x20-\x7e]/.test(name)) return `${encodedWords(name)} <${address}>`
  return /[^\w !#$%&'*+/=?^`{|}~-]/.test(name)
    ? `"${name.replace(/\\/g, '\\\\')}" <${address}>`
    : `${name} <${address}>`
}

const content = (data: string) => ({ Data: data, Charset: 'UTF-8' })

const inputOf = (sender: Sender, email: OutgoingEmail, configurationSet?: string) => ({
  Source: sourceOf(sender),
  ReplyToAddresses: email.replyTo ? [email.replyTo] : undefined,
  Destination: { ToAddresses: [email.to] },
  Message: {
    Subject: content(email.subject),
    Body: { Html: content(email.html), Text: content(email.text) },
  },
  ConfigurationSetName: configurationSet,
  // Comes back in every report of the message, even in one that overtakes SES's own answer.
  Tags: email.reference ? [{ Name: MESSAGE_TAG, Value: email.reference }] : undefined,
})

/**
 * `SendEmail` takes no headers of ours: SES writes the `Message-ID` itself, out of its own id of the message (Amazon
 * SES developer guide, "Header fields").
 */
const messageIdOf = (providerMessageId: string, region: string | undefined): string =>
  `<${providerMessageId}@${region === undefined || region === 'us-east-1' ? 'email' : region}.amazonses.com>`

/** The system's code where there is one (the SDK calls each of those `TimeoutError`), else the error's name. */
function codeOf({ name, code }: Error & { code?: unknown }): string {
  if (typeof code === 'string' && SYSTEM_CODE.test(code)) return code
  return name !== 'Error' && SAFE_CODE.test(name) ? name : 'UnknownError'
}

/** Decides by the error's name: SES answers throttling and refusals alike with status 400. */
function sendErrorOf(error: unknown): SendError {
  if (error instanceof SendError) return error
  if (!(error instanceof Error)) return new SendError('UnknownError', false)
  const code = throttlingCode(error.name, error.message) ?? codeOf(error)
  const fault = code === 'MessageRejected' ? operatorFault(error.message) : undefined
  const bounce =
    code === 'InvalidParameterValue' && WRONG_ADDRESS.test(error.message) ? RECIPIENT_IN_DOUBT : undefined
  // The error itself stays behind: its text quotes addresses.
  return new SendError(fault ?? code, fault === undefined && PERMANENT.has(code), { bounce })
}

/**
 * Sends through Amazon SES with `SendEmail`. Region, credentials and endpoint come from the SDK's own environment
 * variables (`AWS_REGION`, `AWS_ENDPOINT_URL_SES`, …).
 */
export function createSesTransport({
  configurationSet,
  requestTimeout = REQUEST_TIMEOUT,
}: SesOptions = {}): MailTransport {
  let opened: ReturnType<typeof openClient> | undefined
  return {
    name: 'ses',
    async send(email) {
      const sender = checkEmail(email)
      opened ??= openClient(requestTimeout)
      try {
        const { sdk, client } = await opened
        const { MessageId } = await client.send(
          new sdk.SendEmailCommand(inputOf(sender, email, configurationSet)),
        )
        if (!MessageId) throw new SendError('MissingMessageId', false)
        return {
          providerMessageId: MessageId,
          messageId: messageIdOf(MessageId, await client.config.region()),
        }
      } catch (error) {
        throw sendErrorOf(error)
      }
    },
    async quota() {
      const account = createSesAccount(QUOTA_TIMEOUT)
      try {
        return quotaOf(await account.quota())
      } finally {
        await account.close()
      }
    },
  }
}
