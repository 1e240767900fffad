/** The page of the second step, which leads on to `next`: a path of this site. */
export const secondStepPage = (next: string): string => `/auth/second-step?next=${encodeURIComponent(next)}`
