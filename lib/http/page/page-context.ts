import 'server-only'
import type { Context } from '../../kernel/context'
import { runtime } from '../../runtime/runtime'

/** The context of this process, for pages. */
export const pageContext = (): Context => runtime().ctx
