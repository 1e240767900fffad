import { endpoint } from '@/app/api/endpoint'
import { judgePassword } from '@/lib/auth/judge-password'
import { anyone } from '@/lib/http/guard/open'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { fieldSentence } from '@/lib/i18n/texts/errors'
import { recoveryTexts } from '@/lib/i18n/texts/recovery/recovery'
import { judgeInput } from '../input'

/** `POST /api/auth/judge-password`: what the flows would say of a password, asked for while it is typed. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/auth/judge-password', {
  POST: anyone(async (call) => {
    const input = await readInput(call, judgeInput)
    if (!input.ok) return input
    const { locale } = call.visitor
    const judged = await judgePassword(call.ctx, input.value, call.visitor)
    if (!judged.ok) return judged
    const verdict = judged.value
    const detail =
      verdict === 'strong' ? recoveryTexts(locale).strength.strong : fieldSentence(locale, verdict)
    return json(200, { verdict, detail })
  }),
})
