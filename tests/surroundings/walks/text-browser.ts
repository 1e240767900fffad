import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { htmlAttribute } from '../../support/html-attribute'

/** A page as a text browser has it after all redirects. */
export type TextPage = { url: string; status: number; body: string }

/** A browser like Lynx or w3m: cookies, links and plain forms; no JavaScript, no `Origin`, no Fetch Metadata. */
export type TextBrowser = {
  open(url: string): Promise<TextPage>
  /** Fills in the form of `page` that has `field`, and sends it. */
  submit(page: TextPage, field: string, values?: Record<string, string>): Promise<TextPage>
}

const MAX_REDIRECTS = 5
const TIMEOUT = 20_000

/** Where the form of a page that has `field` goes, and its hidden fields. */
function readForm({ url, body }: TextPage, field: string): { action: string; hidden: [string, string][] } {
  const form = body.match(/<form\b[\s\S]*?<\/form>/g)?.find((markup) => markup.includes(field))
  if (!form) throw new Error(`${new URL(url).pathname} has no form with ${field}`)
  const tags = form.match(/<input [^>]*type="hidden"[^>]*>/g) ?? []
  return {
    action: new URL(htmlAttribute(form, 'action') ?? '', url).href,
    hidden: tags.map((tag) => [htmlAttribute(tag, 'name') ?? '', htmlAttribute(tag, 'value') ?? '']),
  }
}

export function textBrowser(): TextBrowser {
  const cookies = new Map<string, string>()

  function keep(lines: string[]): void {
    for (const line of lines) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
  }

  async function send(url: string, form: string | undefined, left = MAX_REDIRECTS): Promise<TextPage> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const outgoing = request(url, {
      method: form === undefined ? 'GET' : 'POST',
      signal: AbortSignal.timeout(TIMEOUT),
      headers: {
        accept: 'text/html, */*;q=0.1',
        'accept-language': 'fr',
        'user-agent': 'Lynx/2.9.0dev.12',
        ...(cookie && { cookie }),
        ...(form !== undefined && {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(form),
        }),
      },
    })
    outgoing.end(form)
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
    const { statusCode: status = 0, headers } = response
    const body = await text(response)
    keep(headers['set-cookie'] ?? [])
    if (status < 300 || status >= 400 || !headers.location || left === 0) return { url, status, body }
    return await send(new URL(headers.location, url).href, undefined, left - 1)
  }

  return {
    open: (url) => send(url, undefined),
    submit(page, field, values = {}) {
      const { action, hidden } = readForm(page, field)
      return send(action, new URLSearchParams([...hidden, ...Object.entries(values)]).toString())
    },
  }
}
