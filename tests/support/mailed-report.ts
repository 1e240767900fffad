import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const FOLDER = 'tests/support/mailed-reports'

/** Reports of real mail servers, by file. */
export const REPORT_FILES = readdirSync(FOLDER)

/** A report as its server sent it. */
export const reportFile = (file: string): Buffer => readFileSync(path.join(FOLDER, file))

/** Reports that stand for what can happen, by what they say. */
export const A_REPORT = {
  unknown: reportFile('0005.eml'),
  unknownAtExim: reportFile('0038.eml'),
  unknownAtOpenSmtpd: reportFile('0030.eml'),
  unknownAtSendmail: reportFile('0001.eml'),
  unknownAtCourier: reportFile('0055.eml'),
  full: reportFile('0029.eml'),
  policy: reportFile('0035.eml'),
  late: reportFile('0105.eml'),
  relayed: reportFile('0011.eml'),
  expanded: reportFile('0069.eml'),
  delivered: reportFile('0067.eml'),
}

type Parts = { head?: string[]; status?: string; type?: string; text?: string; returned?: string }

/** A report made up part by part. */
export function aReport({
  head = [],
  status = 'Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; jean@example.com\nAction: failed\nStatus: 5.1.1',
  type = 'message/delivery-status',
  text = 'It did not arrive.',
  returned = '',
}: Parts = {}): Buffer {
  const parts = [
    ['text/plain; charset=utf-8', text],
    ...(status === '' ? [] : [[type, status]]),
    ...(returned === '' ? [] : [['message/rfc822', returned]]),
  ]
  const body = parts.flatMap(([kind, content]) => ['--cut', `Content-Type: ${kind}`, '', content ?? ''])
  const lines = [
    ...['From: MAILER-DAEMON@mx.example', 'Message-ID: <1@mx.example>', 'MIME-Version: 1.0', ...head],
    ...['Content-Type: multipart/report; boundary="cut"', '', ...body, '--cut--', ''],
  ]
  return Buffer.from(lines.join('\n').replaceAll('\n', '\r\n'))
}
