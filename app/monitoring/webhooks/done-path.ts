/** The page of receivers, which says what was just done. */
export const webhooksDonePath = (act: string): string =>
  `/monitoring/webhooks?done=${encodeURIComponent(act)}`
