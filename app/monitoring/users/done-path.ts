/** The person's page, which says what was just done. */
export const donePath = ({ act, userId }: { act: string; userId: string }): string =>
  `/monitoring/users/${userId}?done=${act}`
