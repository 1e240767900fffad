import 'server-only'
import { headers } from 'next/headers'

/** Set by `proxy.ts`: Next.js does not tell a page under which address it was asked for. */
export const PATH_HEADER = 'x-request-path'

/** The path and query of this request, as the browser sees them. */
export const requestPath = async (): Promise<string> => (await headers()).get(PATH_HEADER) ?? '/'
