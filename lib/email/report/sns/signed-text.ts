import type { SnsMessage } from './message'

const line = (name: string, value: string): string => `${name}\n${value}\n`

/** The fields between `MessageId` and `TopicArn`, which are all that differs between the kinds. */
function middle(message: SnsMessage): string {
  const time = line('Timestamp', message.Timestamp)
  if (message.Type !== 'Notification')
    return line('SubscribeURL', message.SubscribeURL) + time + line('Token', message.Token)
  return message.Subject === undefined ? time : line('Subject', message.Subject) + time
}

/**
 * The text that Amazon SNS signs: names and values in the order of the names' bytes, each ended by a line feed (Amazon
 * SNS developer guide, "Verifying the signatures of Amazon SNS messages").
 */
export const signedText = (message: SnsMessage): string =>
  line('Message', message.Message) +
  line('MessageId', message.MessageId) +
  middle(message) +
  line('TopicArn', message.TopicArn) +
  line('Type', message.Type)
