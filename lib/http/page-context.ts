import 'server-only'
import type { Context } from '../context'
import { runtime } from '../runtime'

/** The context of this process, for pages. */
export const pageContext = (): Context => runtime().ctx
