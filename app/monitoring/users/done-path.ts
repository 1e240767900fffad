/** The person's page, which says what was just done. */
export const donePath = (act: string, userId: number | string): string =>
  `/monitoring/users/${userId}?done=${encodeURIComponent(act)}`
