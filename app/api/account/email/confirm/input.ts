import { z } from 'zod'
import { linkToken } from '@/lib/link/input'
import { shownAccount } from '@/lib/session/shown'

export const confirmInput = z.strictObject({ token: linkToken, account: shownAccount })
