/** A path of the form Amazon SNS gives its certificates. */
export const CERTIFICATE_PATH = '/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem'

const HOST = 'sns.eu-west-3.amazonaws.com'

/**
 * Addresses that look like a path on Amazon SNS's host in eu-west-3 and are not, or are but could be misread by the
 * next reader. Those that name a host of their own name this one, on `port`.
 */
export const URL_TRICKS = (port: number, path = CERTIFICATE_PATH): string[] => [
  `https://${HOST}.evil.test${path}`,
  `https://evil.test/${HOST}${path}`,
  `https://evil${HOST}${path}`,
  `https://${HOST}@127.0.0.1:${port}${path}`,
  `https://${HOST}:443@127.0.0.1:${port}${path}`,
  `https://${HOST}%40127.0.0.1:${port}${path}`,
  `https://${HOST}\\@127.0.0.1:${port}${path}`,
  `https://127.0.0.1:${port}#@${HOST}${path}`,
  `https://127.0.0.1:${port}/?@${HOST}${path}`,
  `https://127.0.0.1:${port}${path}`,
  `http://127.0.0.1:${port}${path}`,
  `https://localhost:${port}${path}`,
  `https://[::1]:${port}${path}`,
  `https://2130706433:${port}${path}`,
  `https://0x7f.1:${port}${path}`,
  `https://169.254.169.254${path}`,
  `https://user@${HOST}${path}`,
  `https://user:word@${HOST}${path}`,
  `https://@${HOST}${path}`,
  `https://${HOST}:443${path}`,
  `https://${HOST}:8443${path}`,
  `http://${HOST}${path}`,
  `ftp://${HOST}${path}`,
  `file:///${HOST}${path}`,
  `//${HOST}${path}`,
  `https:${HOST}${path}`,
  `https:/${HOST}${path}`,
  `https:\\\\${HOST}${path}`,
  `https://SNS.EU-WEST-3.AMAZONAWS.COM${path}`,
  `HTTPS://${HOST}${path}`,
  `https://${HOST}.${path}`,
  `https://${HOST}。${path}`,
  `https://sns。eu-west-3。amazonaws。com${path}`,
  `https://ｓns.eu-west-3.amazonaws.com${path}`,
  `https://sns.eu-west-3.amаzonaws.com${path}`,
  `https://sns%2eeu-west-3.amazonaws.com${path}`,
  `https://sns.eu-west-3.amazonaws.com%00.evil.test${path}`,
  `https://sns.eu-west-3.evil.amazonaws.com${path}`,
  `https://sns-eu-west-3.amazonaws.com${path}`,
  `https://s3.eu-west-3.amazonaws.com${path}`,
  `https://${HOST}/..${path}`,
  `https://${HOST}/.${path}`,
  `https://${HOST}/%2e%2e${path}`,
  `https://${HOST}/a/../${path}`,
  `https://${HOST}\t${path}`,
]
