export const ROLES = ['member', 'operator'] as const

/** An operator may look at every account and act on it. */
export type Role = (typeof ROLES)[number]
