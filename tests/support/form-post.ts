import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { htmlAttribute } from './html-attribute'

type PostedForm = { status: number; location: string | undefined; cookies: string[]; body: string }

/** Where the page's first form with a field `visible` is posted to, and its hidden fields. */
async function readForm(
  page: string,
  visible: string,
): Promise<{ action: string; hidden: [string, string][] }> {
  const html = await (await fetch(page)).text()
  const form =
    html.match(/<form\b[\s\S]*?<\/form>/g)?.find((markup) => markup.includes(`name="${visible}"`)) ?? ''
  const tags = form.match(/<input type="hidden"[^>]*>/g) ?? []
  return {
    action: new URL(htmlAttribute(form, 'action') ?? '', page).href,
    hidden: tags.map((tag) => [htmlAttribute(tag, 'name') ?? '', htmlAttribute(tag, 'value') ?? '']),
  }
}

/**
 * Fills in the form of a page and submits it as a browser without JavaScript does, with headers that no browser would
 * let a test choose (`Host`, `Origin`).
 */
export async function postForm(
  page: string,
  fields: Record<string, string>,
  headers: Record<string, string>,
): Promise<PostedForm> {
  const [first = ''] = Object.keys(fields)
  const { action, hidden } = await readForm(page, first)
  const outgoing = request(action, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  }).end(new URLSearchParams([...hidden, ...Object.entries(fields)]).toString())
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
  const { statusCode = 0, headers: answered } = response
  const { location, 'set-cookie': cookies = [] } = answered
  return { status: statusCode, location, cookies, body: await text(response) }
}
