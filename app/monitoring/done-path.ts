/** Pages of operators whose acts share one form. */
export type Room = 'webhooks' | 'emails'

/** The page of a room, which says what was just done. */
export const donePath = (room: Room, act: string): string =>
  `/monitoring/${room}?done=${encodeURIComponent(act)}`
