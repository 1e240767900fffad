import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

type Query = { Id: string; MetricStat: { Metric: { MetricName: string; Dimensions: { Value: string }[] } } }
/** A recorded request: the action, and the metric and instance of each query. */
type CloudWatchRequest = { target: string; asked: string[] }

/** Readings by metric, newest first; `refuse`: every request is denied. */
type CloudWatchAnswer = Record<string, number[]> | 'refuse'

export type CloudWatchEndpoint = {
  requests: CloudWatchRequest[]
  environment: Record<string, string>
  answer(answer: CloudWatchAnswer): void
  close(): Promise<void>
}

/** Starts an endpoint on the loopback interface that speaks CloudWatch's JSON protocol. */
export async function startCloudWatchEndpoint(): Promise<CloudWatchEndpoint> {
  const requests: CloudWatchRequest[] = []
  let current: CloudWatchAnswer = {}
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const queries: Query[] = JSON.parse(Buffer.concat(chunks).toString()).MetricDataQueries
    const asked = queries.map(
      ({ MetricStat: { Metric } }) => `${Metric.MetricName} of ${Metric.Dimensions[0]?.Value}`,
    )
    requests.push({ target: String(incoming.headers['x-amz-target']), asked })
    outgoing.setHeader('content-type', 'application/x-amz-json-1.0')
    if (current === 'refuse') {
      outgoing.writeHead(400)
      outgoing.end(
        JSON.stringify({ __type: 'com.amazonaws#AccessDenied', message: 'arn:aws:iam::123456789012:user/x' }),
      )
      return
    }
    const readings = current
    const results = queries.map(({ Id, MetricStat }) => {
      const values = readings[MetricStat.Metric.MetricName] ?? []
      return {
        Id,
        Label: Id,
        StatusCode: 'Complete',
        Values: values,
        Timestamps: values.map((_, n) => 1_795_000_000 - 60 * n),
      }
    })
    outgoing.end(JSON.stringify({ MetricDataResults: results }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    requests,
    environment: {
      AWS_REGION: 'eu-west-3',
      AWS_ENDPOINT_URL_CLOUDWATCH: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
    answer(answer) {
      current = answer
    },
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
