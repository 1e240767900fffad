import type { SesDestination } from '../../email/transport/ses/account-answers'
import { type Check, green, red, yellow } from '../check'
import type { SenderNames } from './sender'
import { sesCheck } from './ses-check'

/** Required events: without them mail to wrong addresses goes on until Amazon stops the account. */
const REQUIRED = ['bounce', 'complaint']

/** The other events of a message. Without delivery delays, which SES's older API does not name. */
const RECOMMENDED = ['send', 'delivery', 'reject', 'renderingFailure']

type FeedbackSettings = { configurationSet?: string; topicArns: string[] }

/** The events published to a topic that our endpoint accepts. */
const eventsReaching = (destinations: SesDestination[], topicArns: string[]): string[] =>
  destinations
    .filter(({ enabled, topicArn }) => enabled && topicArn !== undefined && topicArns.includes(topicArn))
    .flatMap(({ events }) => events)

const missing = (wanted: string[], events: string[]): string[] =>
  wanted.filter((event) => !events.includes(event))

const configurationSetCheck = ({ configurationSet, topicArns }: FeedbackSettings): Check =>
  sesCheck('SES configuration set', async ({ ses }) => {
    if (!configurationSet)
      return yellow('none: deliveries are not reported', 'make one in SES and set SES_CONFIGURATION_SET')
    const destinations = await ses.configurationSet(configurationSet)
    if (!destinations)
      return red('does not exist in this region, so SES refuses every message', 'mend SES_CONFIGURATION_SET')
    const events = eventsReaching(destinations, topicArns)
    if (events.length === 0)
      return red(
        'no enabled event destination leads to a topic of SNS_TOPIC_ARNS',
        'add an SNS event destination, and its topic to SNS_TOPIC_ARNS',
      )
    const missingRequired = missing(REQUIRED, events)
    if (missingRequired.length > 0)
      return red(`${missingRequired.join(', ')} not published`, 'add them to the event destination')
    const missingRecommended = missing(RECOMMENDED, events)
    if (missingRecommended.length > 0)
      return yellow(`${missingRecommended.join(', ')} not published`, 'add them to the event destination')
    return green('publishes every event to a topic of SNS_TOPIC_ARNS')
  })

/** Checks the identity's own topics, SES's older way. They are enough, and needed only without a configuration set. */
const topicsCheck = (sender: SenderNames, { configurationSet, topicArns }: FeedbackSettings): Check =>
  sesCheck('SES feedback', async ({ ses }) => {
    const answer = await ses.topics([sender.address, ...sender.domains])
    const topics = Object.values(answer).flatMap(({ bounce, complaint }) => [
      ...(bounce ? [{ kind: 'bounce', arn: bounce }] : []),
      ...(complaint ? [{ kind: 'complaint', arn: complaint }] : []),
    ])
    const received = topics.filter(({ arn }) => topicArns.includes(arn)).map(({ kind }) => kind)
    const missingRequired = missing(REQUIRED, received)
    if (missingRequired.length === 0) return green('bounces and complaints reach a topic of SNS_TOPIC_ARNS')
    if (configurationSet) return green('left to the configuration set')
    if (topics.length > received.length)
      return yellow(
        'the identity publishes to a topic that is not in SNS_TOPIC_ARNS',
        'add it, if it is ours',
      )
    return yellow(
      `nobody is told of a ${missingRequired.join(' or ')}`,
      'use a configuration set, or set the identity’s feedback topics in SES',
    )
  })

/** Checks that SES reports deliveries, bounces and complaints to the app. */
export const feedbackChecks = (sender: SenderNames, settings: FeedbackSettings): Check[] => [
  configurationSetCheck(settings),
  topicsCheck(sender, settings),
]
