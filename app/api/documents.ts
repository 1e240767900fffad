import type { RouteDocument } from '@/openapi/route-document'
import { document as changeEmail } from './auth/change-email/document'
import { document as login } from './auth/login/document'
import { document as logout } from './auth/logout/document'
import { document as me } from './auth/me/document'
import { document as register } from './auth/register/document'
import { document as verifyEmail } from './auth/verify-email/document'
import { document as notMe } from './auth/verify-email/not-me/document'
import { document as resend } from './auth/verify-email/resend/document'
import { document as status } from './auth/verify-email/status/document'
import { document as emailEvents } from './email-events/document'
import { document as health } from './health/document'
import { document as ready } from './health/ready/document'
import { document as mailbox } from './mailbox/document'
import { document as mailboxOpen } from './mailbox/open/document'
import { document as maintenance } from './maintenance/document'
import { document as metrics } from './metrics/document'
import { document as monitoring } from './monitoring/document'
import { document as monitoringUsers } from './monitoring/users/document'
import { document as openapi } from './openapi.json/document'
import type { ApiPath } from './routes'

/** Documents of all routes, by path: the source of `docs/openapi.json` and `docs/API.md`. No server imports them. */
export const API_DOCUMENTS: Record<ApiPath, RouteDocument> = {
  '/api/auth/register': register,
  '/api/auth/login': login,
  '/api/auth/logout': logout,
  '/api/auth/me': me,
  '/api/auth/change-email': changeEmail,
  '/api/auth/verify-email': verifyEmail,
  '/api/auth/verify-email/resend': resend,
  '/api/auth/verify-email/not-me': notMe,
  '/api/auth/verify-email/status': status,
  '/api/email-events': emailEvents,
  '/api/health': health,
  '/api/health/ready': ready,
  '/api/mailbox': mailbox,
  '/api/mailbox/open': mailboxOpen,
  '/api/maintenance': maintenance,
  '/api/metrics': metrics,
  '/api/monitoring': monitoring,
  '/api/monitoring/users': monitoringUsers,
  '/api/openapi.json': openapi,
}
