import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** One `SendEmail` call, as Amazon SES would read it. */
export type SesRequest = {
  action: string
  from: string
  /** Every recipient, Cc and Bcc among them. */
  recipients: string[]
  subject: string
  html: string
  text: string
  /** All fields of the query protocol, by their names on the wire. */
  fields: Record<string, string>
}

/** The answer: a response after `delay` milliseconds, or none. */
export type SesAnswer = { status: number; body: string; delay?: number } | 'reset' | 'hang'

export type SesEndpoint = {
  url: string
  /** Every request so far, in the order of arrival, answered or not. */
  requests: SesRequest[]
  /** Environment that leads the AWS SDK here. */
  environment: Record<string, string>
  /** Answers from now on. The function sees the request and how many came before it. */
  respond(answer: SesAnswer | ((request: SesRequest, index: number) => SesAnswer)): void
  close(): Promise<void>
}

const NAMESPACE = 'http://ses.amazonaws.com/doc/2010-12-01/'

/** SES's document for a message that it takes. */
export const acceptedText = (messageId: string): string =>
  `<SendEmailResponse xmlns="${NAMESPACE}"><SendEmailResult><MessageId>${messageId}</MessageId></SendEmailResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></SendEmailResponse>`

export const accepted = (messageId: string, delay?: number): SesAnswer => ({
  status: 200,
  delay,
  body: acceptedText(messageId),
})

/** SES's error document; `code` is what the SDK makes the error's name. */
export const refused = (code: string, message: string, status = 400): SesAnswer => ({
  status,
  body: `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
})

export const throttled = (): SesAnswer => refused('Throttling', 'Maximum sending rate exceeded.')

async function read(request: IncomingMessage): Promise<SesRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const fields = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()))
  const field = (name: string) => fields[name] ?? ''
  return {
    action: field('Action'),
    from: field('Source'),
    recipients: Object.keys(fields)
      .filter((name) => name.startsWith('Destination.'))
      .map(field),
    subject: field('Message.Subject.Data'),
    html: field('Message.Body.Html.Data'),
    text: field('Message.Body.Text.Data'),
    fields,
  }
}

async function write(response: ServerResponse, answer: SesAnswer): Promise<void> {
  if (answer === 'hang') return
  if (answer === 'reset') {
    response.socket?.resetAndDestroy()
    return
  }
  if (answer.delay) await sleep(answer.delay, undefined, { ref: false })
  if (!response.destroyed) response.writeHead(answer.status, { 'content-type': 'text/xml' }).end(answer.body)
}

/** Starts an endpoint on the loopback interface that speaks enough of the SES query protocol for `SendEmail`. */
export async function startSesEndpoint(): Promise<SesEndpoint> {
  const requests: SesRequest[] = []
  let respond = (_request: SesRequest, index: number): SesAnswer => accepted(`ses-${index + 1}`)
  const server = createServer(async (incoming, response) => {
    const request = await read(incoming)
    // Other questions of the sender (its quota) are not counted.
    if (request.action !== 'SendEmail') return write(response, refused('InvalidAction', 'not here'))
    const index = requests.push(request) - 1
    await write(response, respond(request, index))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    requests,
    environment: {
      AWS_REGION: 'eu-west-3',
      AWS_ENDPOINT_URL_SES: url,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
    respond(answer) {
      respond = typeof answer === 'function' ? answer : () => answer
    },
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
