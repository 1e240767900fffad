import { endpoint } from '@/app/api/endpoint'
import { answerHandlers, answerPages } from '@/app/api/link-answer'
import { undoEmailChange } from '@/lib/auth/email-change/undo'
import { RESTORED } from './message'

/** `POST /api/auth/undo-email-change`: gives an account its former address back (specification 4.3). */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/auth/undo-email-change',
  answerHandlers(undoEmailChange, RESTORED),
  answerPages('undo_email_change'),
)
