import { loginPage } from '../../studio/guard'
import { addIdea, removeIdea } from '../../studio/ideas'
import { personOf } from '../../studio/person'
import { BASE, huntazeUrl } from '../../studio/settings'

/** Whether a page of this host sends the form: the session's cookie comes along with links of other sites too. */
const isOurs = (headers: Headers): boolean =>
  (headers.get('sec-fetch-site') ?? headers.get('origin')) ===
  (headers.has('sec-fetch-site') ? 'same-origin' : huntazeUrl())

const leadTo = (location: string) => new Response(null, { status: 303, headers: { location } })

/** `POST /studio/ideas`: the forms of the page, with and without scripts. An address that takes posts has a guard of its own. */
export async function POST(request: Request): Promise<Response> {
  if (!isOurs(request.headers)) return new Response(null, { status: 403 })
  const person = await personOf(request.headers.get('cookie') ?? '')
  if (!person) return leadTo(loginPage(BASE))
  const form = await request.formData().catch(() => new FormData())
  const removed = form.get('remove')
  if (removed === null) addIdea(person.id, String(form.get('idea') ?? ''))
  else removeIdea(person.id, String(removed))
  return leadTo(BASE)
}
