/** `arn:partition:sns:region:account:name`, for the partitions whose host names are known here. */
const TOPIC_ARN =
  /^arn:(?<partition>aws|aws-cn|aws-us-gov):sns:(?<region>[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}):\d{12}:[\w-]{1,256}(?:\.fifo)?$/

/** Region of a topic, and the domain under which its partition answers. */
export type TopicHome = { region: string; suffix: string }

/** Reads an Amazon SNS topic's ARN; undefined when it is none, or of a partition this code does not know. */
export function topicHome(topicArn: string): TopicHome | undefined {
  const { partition, region } = TOPIC_ARN.exec(topicArn)?.groups ?? {}
  if (!partition || !region) return undefined
  return { region, suffix: partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com' }
}

/**
 * The address in `text`, when it lies on the SNS host of the topic's own region, over https, on the default port.
 * Only the form that a URL has after parsing is taken: user names, odd ports, capitals, dots that Unicode folds into
 * dots, back slashes, `..`, white space and fragments are all gone or changed by then, so none of them needs a rule.
 */
export function pinnedUrl(text: string, topicArn: string): URL | undefined {
  const home = topicHome(topicArn)
  if (!home || !URL.canParse(text)) return undefined
  const url = new URL(text)
  const pinned = url.origin === `https://sns.${home.region}.${home.suffix}` && url.hash === ''
  return pinned && url.username === '' && url.password === '' && url.href === text ? url : undefined
}
