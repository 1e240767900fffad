import { z } from 'zod'
import { endpoint } from '@/app/api/endpoint'
import { withSession } from '@/lib/http/guard/session'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { requireShown } from '@/lib/http/shown-guard'
import { shownAccount } from '@/lib/session/shown'
import { renameStudio } from './studios'

const renaming = z.strictObject({ name: z.string().min(1), account: shownAccount })

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/studio/name',
  {
    POST: withSession(async (call, { user }) => {
      // 401 `unauthenticated` to anybody else
      const input = await readInput(call, renaming) // JSON, or the fields of a plain form
      if (!input.ok) return input
      const shown = await requireShown(call, input.value.account) // 409 where another tab signed in as somebody else
      if (!shown.ok) return shown
      await renameStudio(user.id, input.value.name)
      return json(200, { success: true })
    }),
  },
  { page: () => '/studio', done: () => '/studio', keeps: ['name'] }, // of a plain form: answered 303 to these
)
