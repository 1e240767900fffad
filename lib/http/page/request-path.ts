import 'server-only'
import { headers } from 'next/headers'
import { PATH_HEADER } from '../internal-headers'

/** The path and query of this request, as the browser sees them. */
export const requestPath = async (): Promise<string> => (await headers()).get(PATH_HEADER) ?? '/'
