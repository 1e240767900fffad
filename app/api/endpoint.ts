import { endpointFor } from '@/lib/http/endpoint'
import { runtime } from '@/lib/runtime/runtime'

/** Makes a route's handlers, which answer from the runtime of this process. */
export const endpoint = endpointFor(runtime)
