import { type Answer, jsonAnswer } from '@/lib/http/response/answer'
import type { ActiveSession } from '@/lib/session/read'

/** The account that is signed in. */
export const meAnswer = ({ user }: ActiveSession): Answer => jsonAnswer(200, { user })
