import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { certificateUrl } from '../../../../../lib/email/report/sns/certificate'
import { pinnedUrl, topicHome } from '../../../../../lib/email/report/sns/pinned-url'
import { TOPIC_ARN } from '../../../../support/sns'
import { CERTIFICATE_PATH, URL_TRICKS } from '../../../../support/sns-tricks'

const HOST = 'sns.eu-west-3.amazonaws.com'
const GOOD = `https://${HOST}${CERTIFICATE_PATH}`

describe('the home of a topic', () => {
  test.each([
    ['arn:aws:sns:eu-west-3:123456789012:mail', 'eu-west-3', 'amazonaws.com'],
    ['arn:aws:sns:ap-southeast-2:123456789012:mail.fifo', 'ap-southeast-2', 'amazonaws.com'],
    ['arn:aws-us-gov:sns:us-gov-west-1:123456789012:mail', 'us-gov-west-1', 'amazonaws.com'],
    ['arn:aws-cn:sns:cn-north-1:123456789012:mail', 'cn-north-1', 'amazonaws.com.cn'],
  ])('is in its ARN: %s', (arn, region, suffix) => {
    expect(topicHome(arn)).toEqual({ region, suffix })
  })

  test.each([
    '',
    'mail',
    'arn:aws:sqs:eu-west-3:123456789012:mail',
    'arn:aws-iso:sns:us-iso-east-1:123456789012:mail',
    'arn:aws:sns:evil.test/:123456789012:mail',
    'arn:aws:sns:eu-west-3.evil.test#-1:123456789012:mail',
    'arn:aws:sns:eu-west-3:123456789012:mail\n',
    'arn:aws:sns:eu-west-3:12:mail',
    'arn:aws:sns::123456789012:mail',
  ])('is unknown for %j', (arn) => {
    expect(topicHome(arn)).toBeUndefined()
  })
})

describe('a certificate’s address', () => {
  test.each([
    [GOOD, TOPIC_ARN],
    [
      `https://sns.cn-north-1.amazonaws.com.cn${CERTIFICATE_PATH}`,
      'arn:aws-cn:sns:cn-north-1:123456789012:mail',
    ],
  ])('is taken as it is: %s', (text, arn) => {
    expect(certificateUrl(text, arn)?.href).toBe(text)
  })

  test.each([
    ...URL_TRICKS(8443),
    `https://sns.us-east-1.amazonaws.com${CERTIFICATE_PATH}`,
    `https://sns.eu-west-3.amazonaws.com.cn${CERTIFICATE_PATH}`,
    `https://${HOST}/SimpleNotificationService.pem`,
    `https://${HOST}/SimpleNotificationService-0123.pem`,
    `https://${HOST}/evil${CERTIFICATE_PATH}`,
    `https://${HOST}${CERTIFICATE_PATH}/`,
    `${GOOD}.pem`,
    `${GOOD}?`,
    `${GOOD}?a=b`,
    `${GOOD}#`,
    `${GOOD}#a`,
    ` ${GOOD}`,
    `${GOOD}\n`,
    '',
    'null',
  ])('is refused: %j', (text) => {
    expect(certificateUrl(text, TOPIC_ARN)).toBeUndefined()
  })

  test('is refused for a topic that is none', () => {
    expect(pinnedUrl(GOOD, 'arn:aws:sqs:eu-west-3:123456789012:mail')).toBeUndefined()
  })

  // ASVS 1.3.6, 4.2.5
  test('lies on the pinned host under every input', () => {
    const noise = fc.constantFrom(
      '@',
      ':',
      '/',
      '\\',
      '.',
      '。',
      '%2e',
      '..',
      '#',
      '?',
      '\t',
      ' ',
      'evil.test',
      '0',
      'A',
    )
    const at = fc.nat({ max: GOOD.length })
    fc.assert(
      fc.property(fc.array(fc.tuple(at, noise), { minLength: 1, maxLength: 3 }), (edits) => {
        const text = edits.reduce((url, [index, what]) => url.slice(0, index) + what + url.slice(index), GOOD)
        const url = pinnedUrl(text, TOPIC_ARN)
        if (url) expect(text.startsWith(`https://${HOST}/`)).toBe(true)
        expect(certificateUrl(text, TOPIC_ARN)).toBeUndefined()
      }),
      { numRuns: 2000 },
    )
  })
})
