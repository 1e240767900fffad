/** Kinds of messages, as the outbox stores them. Apart from their letters, so that a reader of rows loads no rendering. */
export const MESSAGE_KINDS = ['verification', 'welcome', 'canary'] as const

export type MessageKind = (typeof MESSAGE_KINDS)[number]
