import { z } from 'zod'
import { endpoint } from '@/app/api/endpoint'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { requireSession } from '@/lib/http/session-guard'
import { requireShown } from '@/lib/http/shown-guard'
import { shownAccount } from '@/lib/session/shown'
import { renameStudio } from './studios'

const renaming = z.strictObject({ name: z.string().min(1), account: shownAccount })

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/studio/name',
  {
    async POST(call) {
      const session = await requireSession(call)
      if (!session.ok) return session
      const input = await readInput(call, renaming) // JSON, or the fields of a plain form
      if (!input.ok) return input
      const shown = await requireShown(call, input.value.account) // 409 where another tab signed in as somebody else
      if (!shown.ok) return shown
      await renameStudio(session.value.user.id, input.value.name)
      return json(200, { success: true })
    },
  },
  { page: () => '/studio', done: () => '/studio', keeps: ['name'] }, // of a plain form: answered 303 to these
)
