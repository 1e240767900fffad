/** Events that other services may hear of (specification 5.3). Triggers write each in the transaction that causes it (migration 0017). */
export const WEBHOOK_EVENTS = [
  'user.registered',
  'user.verified',
  'user.email_changed',
  'user.disabled',
  'user.enabled',
  'user.deleted',
  'session.ended',
  'mail.bounced',
] as const

export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number]

/** Every filter of an endpoint: all events, those of one subject, or one. */
export const WEBHOOK_FILTERS: readonly string[] = [
  '*',
  ...new Set(WEBHOOK_EVENTS.map((type) => `${type.split('.')[0]}.*`)),
  ...WEBHOOK_EVENTS,
]
