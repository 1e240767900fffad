import { randomBytes } from 'node:crypto'
import { type Fate, type Server, TOLD } from './events'
import { TEMPLATES } from './table'

/** The letter that a report is about. `returnPath`: its envelope sender, whom reports go to. */
export type Reported = { to: string; subject: string; returnPath: string }

const fill = (text: string, values: Record<string, string>): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)

/** The report that a mail server would send about a letter, as it travels (RFC 3464, or what that server makes of it). */
export function composeReport(server: Server, fate: Fate, { to, subject, returnPath }: Reported): Buffer {
  const { type, from, subjects, leads, words, fields, diagnostic, own, returned } = TEMPLATES[server]
  const { words: ownWords, reason, ...changed } = own[fate] ?? {}
  const { action, status, reply } = { ...TOLD[fate], ...changed }
  const values = { to, domain: to.split('@').at(-1) ?? '', action, status, reply }
  const said = ownWords === undefined ? fill(words, values) : `${to}: ${fill(ownWords, values)}`
  const pattern = reply === '' ? diagnostic.own : diagnostic.reply
  const why = reason ?? fill(pattern, { ...values, words: fill(ownWords ?? '', values) })
  const [id, cut] = [randomBytes(8).toString('hex'), randomBytes(8).toString('hex')]
  const lines = [
    ...[
      `From: ${from}`,
      `To: <${returnPath}>`,
      `Subject: ${subjects[action]}`,
      `Message-ID: <${id}@mx.example>`,
    ],
    ...['MIME-Version: 1.0', `Content-Type: ${type}; boundary="${cut}"`, ''],
    ...[
      `--${cut}`,
      'Content-Type: text/plain; charset=utf-8',
      '',
      `${fill(leads[action], values)}\n\n${said}`,
      '',
    ],
    ...[`--${cut}`, 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example', ''],
    ...[fill(fields, values), ...(why ? [`Diagnostic-Code: ${why}`] : []), ''],
    ...[`--${cut}`, `Content-Type: ${returned}`, ''],
    ...[`Return-Path: <${returnPath}>`, `To: ${to}`, `Subject: ${encoded(subject)}`, '', `--${cut}--`, ''],
  ]
  return Buffer.from(lines.join('\n').replaceAll('\n', '\r\n'))
}

/** A subject as a header carries it (RFC 2047). */
function encoded(subject: string): string {
  return `=?UTF-8?B?${Buffer.from(subject).toString('base64')}?=`
}
