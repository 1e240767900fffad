import { SECOND } from '../../../kernel/clock'
import { type SesAccount, SesAccountError, type SesDestination } from './account-answers'
import { loadSdk, type Sdk, type SESClient } from './sdk'

/** Tries of one question: except for sending, SES takes one request a second and throttles the rest. */
const TRIES = 4
const TIMEOUT = 5 * SECOND

const SAFE_CODE = /^[A-Za-z][\w.]{0,63}$/
const SYSTEM_CODE = /^E[A-Z]{3,}$/

function codeOf(error: unknown): string {
  const { name, code } = error as { name?: unknown; code?: unknown }
  if (typeof code === 'string' && SYSTEM_CODE.test(code)) return code
  return typeof name === 'string' && name !== 'Error' && SAFE_CODE.test(name) ? name : 'UnknownError'
}

type Opened = { sdk: Sdk; client: SESClient }

async function open(timeout: number): Promise<Opened> {
  const sdk = await loadSdk()
  const client = new sdk.SESClient({
    maxAttempts: TRIES,
    requestHandler: { connectionTimeout: timeout, requestTimeout: timeout, throwOnRequestTimeout: true },
  })
  return { sdk, client }
}

/** The entries of an answer, each in our words. */
const mapped = <From, To>(entries: Record<string, From> | undefined, to: (entry: From) => To) =>
  Object.fromEntries(Object.entries(entries ?? {}).map(([identity, entry]) => [identity, to(entry)]))

/** Asks `Get…Attributes` of identities, which SES answers by identity. */
const identityQuestions = (
  ask: <T>(action: string, question: (opened: Opened) => Promise<T>) => Promise<T>,
) =>
  ({
    verification: (Identities) =>
      ask('GetIdentityVerificationAttributes', async ({ sdk, client }) => {
        const answer = await client.send(new sdk.GetIdentityVerificationAttributesCommand({ Identities }))
        return mapped(answer.VerificationAttributes, (entry) => entry.VerificationStatus ?? 'NotStarted')
      }),
    dkim: (Identities) =>
      ask('GetIdentityDkimAttributes', async ({ sdk, client }) => {
        const answer = await client.send(new sdk.GetIdentityDkimAttributesCommand({ Identities }))
        return mapped(answer.DkimAttributes, (entry) => ({
          enabled: entry.DkimEnabled === true,
          status: entry.DkimVerificationStatus ?? 'NotStarted',
        }))
      }),
    mailFrom: (Identities) =>
      ask('GetIdentityMailFromDomainAttributes', async ({ sdk, client }) => {
        const answer = await client.send(new sdk.GetIdentityMailFromDomainAttributesCommand({ Identities }))
        return mapped(answer.MailFromDomainAttributes, (entry) => ({
          domain: entry.MailFromDomain ?? '',
          status: entry.MailFromDomainStatus ?? 'Pending',
        }))
      }),
    topics: (Identities) =>
      ask('GetIdentityNotificationAttributes', async ({ sdk, client }) => {
        const answer = await client.send(new sdk.GetIdentityNotificationAttributesCommand({ Identities }))
        return mapped(answer.NotificationAttributes, (entry) => ({
          bounce: entry.BounceTopic || undefined,
          complaint: entry.ComplaintTopic || undefined,
        }))
      }),
  }) satisfies Partial<SesAccount>

async function destinationsOf({ sdk, client }: Opened, name: string): Promise<SesDestination[] | undefined> {
  try {
    const answer = await client.send(
      new sdk.DescribeConfigurationSetCommand({
        ConfigurationSetName: name,
        ConfigurationSetAttributeNames: ['eventDestinations'],
      }),
    )
    return (answer.EventDestinations ?? []).map((destination) => ({
      enabled: destination.Enabled === true,
      events: destination.MatchingEventTypes ?? [],
      topicArn: destination.SNSDestination?.TopicARN,
    }))
  } catch (error) {
    if (codeOf(error).startsWith('ConfigurationSetDoesNotExist')) return undefined
    throw error
  }
}

/**
 * Questions about the account that `lib/email/ses.ts` sends through: the same region, credentials and endpoint, from
 * the SDK's own environment variables. It only reads.
 * @param timeout milliseconds until a connection, and until an answer
 * @throws SesAccountError from every question
 */
export function createSesAccount(timeout = TIMEOUT): SesAccount & { close(): Promise<void> } {
  let opened: Promise<Opened> | undefined
  async function ask<T>(action: string, question: (opened: Opened) => Promise<T>): Promise<T> {
    opened ??= open(timeout)
    try {
      return await question(await opened)
    } catch (error) {
      // The error itself stays behind: its text quotes addresses, account numbers and key identifiers.
      throw new SesAccountError(action, codeOf(error))
    }
  }
  return {
    ...identityQuestions(ask),
    quota: () =>
      ask('GetSendQuota', async ({ sdk, client }) => {
        const { Max24HourSend, MaxSendRate, SentLast24Hours } = await client.send(
          new sdk.GetSendQuotaCommand({}),
        )
        return {
          max24Hours: Max24HourSend ?? 0,
          perSecond: MaxSendRate ?? 0,
          sentLast24Hours: SentLast24Hours ?? 0,
        }
      }),
    statistics: () =>
      ask('GetSendStatistics', async ({ sdk, client }) => {
        const { SendDataPoints = [] } = await client.send(new sdk.GetSendStatisticsCommand({}))
        return SendDataPoints.flatMap((point) =>
          point.Timestamp
            ? {
                at: point.Timestamp,
                sent: point.DeliveryAttempts ?? 0,
                bounces: point.Bounces ?? 0,
                complaints: point.Complaints ?? 0,
                rejects: point.Rejects ?? 0,
              }
            : [],
        )
      }),
    sendingEnabled: () =>
      ask('GetAccountSendingEnabled', async ({ sdk, client }) => {
        const { Enabled } = await client.send(new sdk.GetAccountSendingEnabledCommand({}))
        return Enabled === true
      }),
    configurationSet: (name) => ask('DescribeConfigurationSet', (opened) => destinationsOf(opened, name)),
    close: async () => (await opened)?.client.destroy(),
  }
}
