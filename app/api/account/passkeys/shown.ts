import type { OwnPasskey } from '@/lib/factor/passkey/store'

/** Copies the fields that leave the server. */
export const shownPasskey = ({ id, name, createdAt, lastUsedAt, backedUp }: OwnPasskey) => ({
  id,
  name,
  createdAt,
  lastUsedAt,
  backedUp,
})
