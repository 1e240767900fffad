'use client'

import { useState } from 'react'
import { useFormPage } from '@/components/form/form-page'
import { type Pace, usePolling } from '@/components/use-polling'
import type { OwnAccount } from '@/lib/auth/read-account'
import { mailStanding } from '../mail-standing'

const PATH = '/api/account'

/** Often at first, when the message is on its way, then less and less. */
const PACE: Pace = { first: 2_000, growth: 1.6, last: 30_000 }

/** States after which nothing more is heard of a message. */
const FINAL = ['delivered', 'handedOn', 'hardBounced', 'complained', 'failed']

/** A pending address whose message is still on its way. */
const isWaiting = ({ pendingEmail, pendingEmailMessage }: OwnAccount): boolean =>
  pendingEmail !== null && !(pendingEmailMessage && FINAL.includes(mailStanding(pendingEmailMessage)))

/** The account, asked for again and again while the message to a pending address is on its way. */
export function useAccount(first: OwnAccount) {
  const [seen, setSeen] = useState({ first, account: first })
  // A page that was read anew is newer than what its questions found.
  const account = seen.first === first ? seen.account : first
  const { account: shown } = useFormPage()
  const address = shown ? `${PATH}?account=${shown}` : PATH
  usePolling<OwnAccount>(isWaiting(account) ? address : undefined, PACE, (answer) => {
    if (answer.ok) setSeen({ first, account: answer.body })
    return false
  })
  return account
}
