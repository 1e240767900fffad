import type { RouteDocument } from '@/openapi/route-document'
import { document as account } from './account/document'
import { document as confirmEmail } from './account/email/confirm/document'
import { document as accountEmail } from './account/email/document'
import { document as accountEvents } from './account/events/document'
import { document as accountExport } from './account/export/document'
import { document as factorRemoval } from './account/factor-removal/document'
import { document as accountIdentity } from './account/identities/[id]/document'
import { document as accountIdentities } from './account/identities/document'
import { document as passkeyOffer } from './account/passkey-offer/document'
import { document as accountPasskey } from './account/passkeys/[id]/document'
import { document as accountPasskeys } from './account/passkeys/document'
import { document as passkeyOptions } from './account/passkeys/options/document'
import { document as accountPassword } from './account/password/document'
import { document as recoveryCodes } from './account/recovery-codes/document'
import { document as accountSession } from './account/sessions/[id]/document'
import { document as accountSessions } from './account/sessions/document'
import { document as confirmTotp } from './account/totp/confirm/document'
import { document as accountTotp } from './account/totp/document'
import { document as boundRefresh } from './auth/bound/refresh/document'
import { document as boundStart } from './auth/bound/start/document'
import { document as changeEmail } from './auth/change-email/document'
import { document as confirm } from './auth/confirm/document'
import { document as forgotPassword } from './auth/forgot-password/document'
import { document as judgePassword } from './auth/judge-password/document'
import { document as login } from './auth/login/document'
import { document as logout } from './auth/logout/document'
import { document as me } from './auth/me/document'
import { document as noticeNotMe } from './auth/not-me/document'
import { document as passkeySignIn } from './auth/passkey/document'
import { document as passkeyRequest } from './auth/passkey/options/document'
import { document as register } from './auth/register/document'
import { document as resetPassword } from './auth/reset-password/document'
import { document as secondStep } from './auth/second-step/document'
import { document as secondStepLost } from './auth/second-step/lost/document'
import { document as serviceToken } from './auth/token/document'
import { document as undoEmailChange } from './auth/undo-email-change/document'
import { document as code } from './auth/verify-email/code/document'
import { document as verifyEmail } from './auth/verify-email/document'
import { document as notMe } from './auth/verify-email/not-me/document'
import { document as resend } from './auth/verify-email/resend/document'
import { document as status } from './auth/verify-email/status/document'
import { document as emailEvents } from './email-events/document'
import { document as health } from './health/document'
import { document as ready } from './health/ready/document'
import { document as mailbox } from './mailbox/document'
import { document as simulatedIssuer } from './mailbox/issuer/[document]/document'
import { document as simulatedToken } from './mailbox/issuer/token/document'
import { document as mailboxMailed } from './mailbox/mailed/document'
import { document as mailboxOpen } from './mailbox/open/document'
import { document as mailboxTime } from './mailbox/time/document'
import { document as maintenance } from './maintenance/document'
import { document as metrics } from './metrics/document'
import { document as monitoring } from './monitoring/document'
import { document as monitoringEmails } from './monitoring/emails/document'
import { document as eventsExport } from './monitoring/events.ndjson/document'
import { document as monitoringUsers } from './monitoring/users/document'
import { document as monitoringWebhooks } from './monitoring/webhooks/document'
import { document as openapi } from './openapi.json/document'
import type { ApiPath } from './routes'

/** Documents of all routes, by path: the source of `docs/openapi.json` and `docs/API.md`. No server imports them. */
export const API_DOCUMENTS: Record<ApiPath, RouteDocument> = {
  '/api/auth/register': register,
  '/api/auth/login': login,
  '/api/auth/logout': logout,
  '/api/auth/confirm': confirm,
  '/api/auth/token': serviceToken,
  '/api/auth/second-step': secondStep,
  '/api/auth/second-step/lost': secondStepLost,
  '/api/auth/passkey': passkeySignIn,
  '/api/auth/passkey/options': passkeyRequest,
  '/api/auth/bound/start': boundStart,
  '/api/auth/bound/refresh': boundRefresh,
  '/api/auth/me': me,
  '/api/auth/forgot-password': forgotPassword,
  '/api/auth/reset-password': resetPassword,
  '/api/auth/judge-password': judgePassword,
  '/api/auth/change-email': changeEmail,
  '/api/auth/verify-email': verifyEmail,
  '/api/auth/verify-email/code': code,
  '/api/auth/verify-email/resend': resend,
  '/api/auth/verify-email/not-me': notMe,
  '/api/auth/verify-email/status': status,
  '/api/account': account,
  '/api/account/password': accountPassword,
  '/api/account/identities': accountIdentities,
  '/api/account/identities/{id}': accountIdentity,
  '/api/account/sessions': accountSessions,
  '/api/account/sessions/{id}': accountSession,
  '/api/account/events': accountEvents,
  '/api/auth/undo-email-change': undoEmailChange,
  '/api/auth/not-me': noticeNotMe,
  '/api/account/totp': accountTotp,
  '/api/account/totp/confirm': confirmTotp,
  '/api/account/recovery-codes': recoveryCodes,
  '/api/account/factor-removal': factorRemoval,
  '/api/account/passkeys': accountPasskeys,
  '/api/account/passkeys/options': passkeyOptions,
  '/api/account/passkeys/{id}': accountPasskey,
  '/api/account/passkey-offer': passkeyOffer,
  '/api/account/email': accountEmail,
  '/api/account/email/confirm': confirmEmail,
  '/api/account/export': accountExport,
  '/api/email-events': emailEvents,
  '/api/health': health,
  '/api/health/ready': ready,
  '/api/mailbox': mailbox,
  '/api/mailbox/mailed': mailboxMailed,
  '/api/mailbox/open': mailboxOpen,
  '/api/mailbox/time': mailboxTime,
  '/api/mailbox/issuer/token': simulatedToken,
  '/api/mailbox/issuer/{document}': simulatedIssuer,
  '/api/maintenance': maintenance,
  '/api/metrics': metrics,
  '/api/monitoring': monitoring,
  '/api/monitoring/users': monitoringUsers,
  '/api/monitoring/emails': monitoringEmails,
  '/api/monitoring/webhooks': monitoringWebhooks,
  '/api/monitoring/events.ndjson': eventsExport,
  '/api/openapi.json': openapi,
}
