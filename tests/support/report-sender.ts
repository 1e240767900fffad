import { createTransport } from 'nodemailer'

/** A reply of the listener to a mail server: 250 where it took the report. */
export type Reply = { code: number; text: string }

/** Brings a report as a mail server does, with an empty sender. `protocol`: LMTP greets otherwise. */
export async function bringReport(
  port: number,
  to: string,
  raw: Buffer | string,
  { lmtp = false, from = '' } = {},
): Promise<Reply> {
  const client = createTransport({ host: '127.0.0.1', port, ignoreTLS: true, lmtp } as object)
  try {
    const { response } = await client.sendMail({ envelope: { from, to: [to] }, raw })
    return { code: Number(response.slice(0, 3)), text: response.slice(4) }
  } catch (error) {
    const { responseCode, response } = error as { responseCode?: number; response?: string }
    if (responseCode === undefined) throw error
    return { code: responseCode, text: (response ?? '').slice(4) }
  } finally {
    client.close()
  }
}
