import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One question, as SES would read it: the action and its subjects. */
type AccountRequest = { action: string; identities: string[]; fields: Record<string, string> }

/** The inside of an action's result element, or an error's code. */
export type AccountAnswer = { result: string } | { code: string; status?: number } | 'hang'

export type SesAccountEndpoint = {
  requests: AccountRequest[]
  /** Environment that leads the AWS SDK here. */
  environment: Record<string, string>
  /** Answers to this action from now on; the function sees each request. */
  answer(action: string, answer: AccountAnswer | ((request: AccountRequest) => AccountAnswer)): void
  /** Answers every action, with or without an answer of its own, from now on. */
  answerAll(answer: AccountAnswer): void
  close(): Promise<void>
}

const NAMESPACE = 'http://ses.amazonaws.com/doc/2010-12-01/'

/** The map of an answer about identities, as SES writes it. */
export const identityMap = (
  attribute: string,
  entries: Record<string, Record<string, string>>,
): AccountAnswer => ({
  result: `<${attribute}>${Object.entries(entries)
    .map(([key, value]) => `<entry><key>${key}</key><value>${elements(value)}</value></entry>`)
    .join('')}</${attribute}>`,
})

const elements = (fields: Record<string, string>): string =>
  Object.entries(fields)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('')

/** A configuration set with one SNS event destination. */
export const configurationSet = (topicArn: string, events: string[], enabled = true): AccountAnswer => ({
  result: `<ConfigurationSet><Name>main</Name></ConfigurationSet><EventDestinations><member><Name>sns</Name>
    <Enabled>${enabled}</Enabled>
    <MatchingEventTypes>${events.map((event) => `<member>${event}</member>`).join('')}</MatchingEventTypes>
    <SNSDestination><TopicARN>${topicArn}</TopicARN></SNSDestination></member></EventDestinations>`,
})

export const quota = (max: number, sent: number, rate = 14): AccountAnswer => ({
  result: `<Max24HourSend>${max}</Max24HourSend><MaxSendRate>${rate}</MaxSendRate><SentLast24Hours>${sent}</SentLast24Hours>`,
})

/** `GetSendStatistics`: messages and their fates, by moment. */
export const statistics = (
  points: { at: string; sent: number; bounces?: number; complaints?: number; rejects?: number }[],
): AccountAnswer => ({
  result: `<SendDataPoints>${points
    .map(
      ({ at, sent, bounces = 0, complaints = 0, rejects = 0 }) =>
        `<member>${elements({ Timestamp: at, DeliveryAttempts: `${sent}`, Bounces: `${bounces}`, Complaints: `${complaints}`, Rejects: `${rejects}` })}</member>`,
    )
    .join('')}</SendDataPoints>`,
})

async function read(request: IncomingMessage): Promise<AccountRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const fields = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()))
  const identities = Object.entries(fields)
    .filter(([name]) => name.startsWith('Identities.member.'))
    .map(([, value]) => value)
  return { action: fields.Action ?? '', identities, fields }
}

function documentOf(action: string, answer: Exclude<AccountAnswer, 'hang'>): string {
  if ('code' in answer)
    return `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${answer.code}</Code><Message>User: arn:aws:iam::123456789012:user/somebody said noreply@huntaze.com</Message></Error><RequestId>r</RequestId></ErrorResponse>`
  return `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${answer.result}</${action}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></${action}Response>`
}

/** A healthy account in production, the domain huntaze.com verified and signed. */
function healthy(): Record<string, AccountAnswer> {
  return {
    GetSendQuota: quota(50_000, 12),
    GetAccountSendingEnabled: { result: '<Enabled>true</Enabled>' },
    GetIdentityVerificationAttributes: identityMap('VerificationAttributes', {
      'huntaze.com': { VerificationStatus: 'Success' },
    }),
    GetIdentityDkimAttributes: identityMap('DkimAttributes', {
      'huntaze.com': { DkimEnabled: 'true', DkimVerificationStatus: 'Success' },
    }),
    GetIdentityMailFromDomainAttributes: identityMap('MailFromDomainAttributes', {
      'huntaze.com': { MailFromDomain: '', BehaviorOnMXFailure: 'UseDefaultValue' },
    }),
    GetIdentityNotificationAttributes: identityMap('NotificationAttributes', {}),
    DescribeConfigurationSet: { code: 'ConfigurationSetDoesNotExist' },
  }
}

/** Starts an endpoint on the loopback interface that answers questions about an SES account. */
export async function startSesAccountEndpoint(): Promise<SesAccountEndpoint> {
  const requests: AccountRequest[] = []
  const answers: Record<string, AccountAnswer | ((request: AccountRequest) => AccountAnswer)> = healthy()
  let always: AccountAnswer | undefined
  const server = createServer(async (incoming, response) => {
    const request = await read(incoming)
    requests.push(request)
    const given = always ?? answers[request.action] ?? { code: 'InvalidAction' }
    const answer = typeof given === 'function' ? given(request) : given
    if (answer === 'hang') return
    const status = 'code' in answer ? (answer.status ?? 400) : 200
    response.writeHead(status, { 'content-type': 'text/xml' }).end(documentOf(request.action, answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    requests,
    environment: {
      AWS_REGION: 'eu-west-3',
      AWS_ENDPOINT_URL_SES: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
    answer(action, answer) {
      answers[action] = answer
    },
    answerAll(answer) {
      always = answer
    },
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
