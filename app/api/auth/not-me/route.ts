import { endpoint } from '@/app/api/endpoint'
import { answerHandlers, answerPages } from '@/app/api/link-answer'
import { notMe } from '@/lib/auth/not-me'
import { LOCKED_OUT } from './message'

/** `POST /api/auth/not-me`: ends the session that a notice was about, or all (specification 4.3). */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/auth/not-me',
  answerHandlers(notMe, LOCKED_OUT),
  answerPages('not_me'),
)
