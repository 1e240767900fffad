/** Spans of time that the operators' dashboard shows. */
export const SPANS = ['1h', '24h', '7d', '30d'] as const

export type Span = (typeof SPANS)[number]
