/** A form of a page, filled in, that is sent later. `cookie`: what its browser holds. */
export type KeptForm = { page: string; action: string; body: URLSearchParams; cookie: string }

const ENTITIES: Record<string, string> = { quot: '"', '#x27': "'", lt: '<', gt: '>', amp: '&' }

const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(` ${name}="([^"]*)"`)
    .exec(tag)?.[1]
    ?.replace(/&([^;]+);/g, (entity, name) => ENTITIES[name] ?? entity)

const cookiesOf = (response: Response): string[] =>
  response.headers.getSetCookie().map((line) => line.split(';', 1)[0] ?? '')

/**
 * Fills in every form of a page that is posted, as a browser without JavaScript does that says nothing of where it posts from.
 * @param typed values of visible fields, by their names
 */
export async function keepForms(
  url: string,
  page: string,
  typed: Record<string, string>,
  session = '',
): Promise<KeptForm[]> {
  const held = session === '' ? [] : [`auth-token=${session}`]
  const shown = await fetch(url + page, { headers: held.length > 0 ? { cookie: held.join('; ') } : {} })
  if (shown.status !== 200) throw new Error(`${page}: ${shown.status}`)
  const cookie = [...held, ...cookiesOf(shown)].join('; ')
  const forms = (await shown.text()).match(/<form\b[^>]*method="post"[\s\S]*?<\/form>/gi) ?? []
  return forms.map((form) => {
    const inputs = form.match(/<input\b[^>]*>/g) ?? []
    const fields = inputs.map((input) => {
      const name = attribute(input, 'name') ?? ''
      return [name, typed[name] ?? attribute(input, 'value') ?? ''] as [string, string]
    })
    return { page, action: attribute(form, 'action') ?? '', body: new URLSearchParams(fields), cookie }
  })
}

/** An answer to a form, and the cookies its browser holds then. */
export type SentForm = { status: number; location: string; cookie: string }

/** Sends a form that was kept. */
export async function sendForm(url: string, { action, body, cookie }: KeptForm): Promise<SentForm> {
  const answer = await fetch(url + action, { method: 'POST', redirect: 'manual', headers: { cookie }, body })
  await answer.body?.cancel()
  return {
    status: answer.status,
    location: answer.headers.get('location') ?? '',
    cookie: [cookie, ...cookiesOf(answer)].join('; '),
  }
}
