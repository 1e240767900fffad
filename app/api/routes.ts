import type { RouteHandler } from '@/lib/http/api-call'
import * as confirmEmail from './account/email/confirm/route'
import * as accountEmail from './account/email/route'
import * as accountEvents from './account/events/route'
import * as accountExport from './account/export/route'
import * as factorRemoval from './account/factor-removal/route'
import * as accountIdentity from './account/identities/[id]/route'
import * as accountIdentities from './account/identities/route'
import * as passkeyOffer from './account/passkey-offer/route'
import * as accountPasskey from './account/passkeys/[id]/route'
import * as passkeyOptions from './account/passkeys/options/route'
import * as accountPasskeys from './account/passkeys/route'
import * as accountPassword from './account/password/route'
import * as recoveryCodes from './account/recovery-codes/route'
import * as account from './account/route'
import * as accountSession from './account/sessions/[id]/route'
import * as accountSessions from './account/sessions/route'
import * as confirmTotp from './account/totp/confirm/route'
import * as accountTotp from './account/totp/route'
import * as boundRefresh from './auth/bound/refresh/route'
import * as boundStart from './auth/bound/start/route'
import * as changeEmail from './auth/change-email/route'
import * as confirm from './auth/confirm/route'
import * as forgotPassword from './auth/forgot-password/route'
import * as judgePassword from './auth/judge-password/route'
import * as login from './auth/login/route'
import * as logout from './auth/logout/route'
import * as me from './auth/me/route'
import * as noticeNotMe from './auth/not-me/route'
import * as passkeyRequest from './auth/passkey/options/route'
import * as passkeySignIn from './auth/passkey/route'
import * as register from './auth/register/route'
import * as resetPassword from './auth/reset-password/route'
import * as secondStepLost from './auth/second-step/lost/route'
import * as secondStep from './auth/second-step/route'
import * as serviceToken from './auth/token/route'
import * as undoEmailChange from './auth/undo-email-change/route'
import * as code from './auth/verify-email/code/route'
import * as notMe from './auth/verify-email/not-me/route'
import * as resend from './auth/verify-email/resend/route'
import * as verifyEmail from './auth/verify-email/route'
import * as status from './auth/verify-email/status/route'
import * as emailEvents from './email-events/route'
import * as ready from './health/ready/route'
import * as health from './health/route'
import * as simulatedIssuer from './mailbox/issuer/[document]/route'
import * as simulatedToken from './mailbox/issuer/token/route'
import * as mailedReport from './mailbox/mailed/route'
import * as openMessage from './mailbox/open/route'
import * as mailbox from './mailbox/route'
import * as mailboxTime from './mailbox/time/route'
import * as maintenance from './maintenance/route'
import * as metrics from './metrics/route'
import * as monitoringEmails from './monitoring/emails/route'
import * as eventsExport from './monitoring/events.ndjson/route'
import * as monitoring from './monitoring/route'
import * as monitoringUsers from './monitoring/users/route'
import * as monitoringWebhooks from './monitoring/webhooks/route'
import * as openapi from './openapi.json/route'
/**
 * The API by path. Next.js finds these handlers by their folders; our own server and the forms of browsers without
 * JavaScript find the same ones here.
 */
export const API_ROUTES = {
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
  '/api/mailbox/mailed': mailedReport,
  '/api/mailbox/open': openMessage,
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
} satisfies Record<string, Record<string, RouteHandler>>

export type ApiPath = keyof typeof API_ROUTES
