import { endpoint } from '@/app/api/endpoint'
import { passTime } from '@/dev/mailbox-simulator/pass-time'
import { withLocalMailbox } from '@/lib/http/guard/open'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { SECOND } from '@/lib/kernel/clock'
import { timeInput } from '../input'

/** `POST /api/mailbox/time`: lets time pass for one person, for tests. Exists only beside the local mailbox. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/mailbox/time', {
  POST: withLocalMailbox(async (call) => {
    const input = await readInput(call, timeInput)
    if (!input.ok) return input
    const { email, seconds } = input.value
    const passed = await passTime(call.ctx, { email, milliseconds: seconds * SECOND }, call.visitor)
    return passed.ok ? json(200, { success: true }) : passed
  }),
})
