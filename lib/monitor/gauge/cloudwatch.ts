import { MINUTE, SECOND, shift } from '../../kernel/clock'

/** The newest readings of the database server. Null: CloudWatch gave none lately. */
type RdsReading = { cpu: number | null; freeBytes: number | null }

/** CloudWatch takes a reading a minute and may publish it some minutes late. */
const LOOK_BACK = 10 * MINUTE
const TIMEOUT = 3 * SECOND

const METRICS = { cpu: 'CPUUtilization', free: 'FreeStorageSpace' } as const

const queryOf = (id: keyof typeof METRICS, instance: string) => ({
  Id: id,
  MetricStat: {
    Metric: {
      Namespace: 'AWS/RDS',
      MetricName: METRICS[id],
      Dimensions: [{ Name: 'DBInstanceIdentifier', Value: instance }],
    },
    Period: 60,
    Stat: 'Average',
  },
})

/**
 * Asks CloudWatch about an RDS instance, with one `GetMetricData`. Region, credentials and endpoint come from the
 * SDK's own environment variables, as for SES.
 * @throws when it does not answer; the text may name the account
 */
export async function readRds(instance: string, now: Date): Promise<RdsReading> {
  // As in lib/email/transport/ses/sdk.ts: the supported Node.js versions are stated in package.json.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
  const sdk = await import('@aws-sdk/client-cloudwatch')
  const client = new sdk.CloudWatchClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: TIMEOUT, requestTimeout: TIMEOUT, throwOnRequestTimeout: true },
  })
  try {
    const { MetricDataResults = [] } = await client.send(
      new sdk.GetMetricDataCommand({
        MetricDataQueries: [queryOf('cpu', instance), queryOf('free', instance)],
        StartTime: shift(now, -LOOK_BACK),
        EndTime: now,
        ScanBy: 'TimestampDescending',
      }),
    )
    const newest = (id: string) => MetricDataResults.find(({ Id }) => Id === id)?.Values?.[0] ?? null
    return { cpu: newest('cpu'), freeBytes: newest('free') }
  } finally {
    client.destroy()
  }
}
