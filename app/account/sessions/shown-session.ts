import type { useForm } from '@/components/form/use-form'
import type { AccountTexts } from '@/lib/i18n/texts/account/account'
import type { ListedSession } from '@/lib/session/client/list'

export type SessionTexts = AccountTexts['sessions'] & { unreachable: string }

/** A session with its words. */
export type ShownSession = ListedSession & {
  device: string
  isPhone: boolean
  /** Time since its last use, when the page was made. */
  seen: string
}

/** The form of the list, which ends any of its sessions. */
export type ListForm = Pick<ReturnType<typeof useForm>, 'onSubmit' | 'pendingAction'>
