import 'server-only'
import { nameShown } from '../../session/shown'
import { pageContext } from './page-context'

/** Names the account that this page shows, for the requests of its forms; see `lib/http/shown-guard.ts`. */
export const shownOnPage = (account: { userId: number; email: string } | undefined): string | undefined =>
  account && nameShown(pageContext(), { id: account.userId, email: account.email })
