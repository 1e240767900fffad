import { notFound } from 'next/navigation'
import type { PublicUser } from '@/lib/account/account'
import { type OwnAccount, readAccount } from '@/lib/auth/read-account'
import { pageContext } from '@/lib/http/page/page-context'

/** Reads the account behind a page; 404 where it was deleted after its session was read. */
export const ownAccount = async (user: PublicUser): Promise<OwnAccount> =>
  (await readAccount(pageContext(), user)) ?? notFound()
