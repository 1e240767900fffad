import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'

export type PostedForm = { status: number; location: string | undefined; cookies: string[]; body: string }

const ENTITIES: Record<string, string> = {
  '&quot;': '"',
  '&#x27;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
}

const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1]?.replace(/&[^;]+;/g, (entity) => ENTITIES[entity] ?? entity)

/** The hidden fields of the page's first form that has a field `visible`. */
async function hiddenFields(page: string, visible: string): Promise<[string, string][]> {
  const html = await (await fetch(page)).text()
  const form =
    html.match(/<form\b[\s\S]*?<\/form>/g)?.find((markup) => markup.includes(`name="${visible}"`)) ?? ''
  const tags = form.match(/<input type="hidden"[^>]*>/g) ?? []
  return tags.map((tag) => [attribute(tag, 'name') ?? '', attribute(tag, 'value') ?? ''])
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
  const form = new FormData()
  const [first = ''] = Object.keys(fields)
  for (const [name, value] of [...(await hiddenFields(page, first)), ...Object.entries(fields)]) {
    form.append(name, value)
  }
  const encoded = new Response(form)
  const outgoing = request(page, {
    method: 'POST',
    headers: { 'content-type': encoded.headers.get('content-type') ?? '', ...headers },
  }).end(Buffer.from(await encoded.arrayBuffer()))
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
  const { statusCode = 0, headers: answered } = response
  const { location, 'set-cookie': cookies = [] } = answered
  return { status: statusCode, location, cookies, body: await text(response) }
}
