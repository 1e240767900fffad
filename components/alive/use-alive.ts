'use client'

import { useBrowserValue } from '@/components/use-browser-value'

/**
 * Whether the page's scripts have run. False on the server, and for as long as they are missing: switched off, blocked,
 * gone with an older deployment, or still on their way. `<noscript>` and `scripting: none` know only the first.
 */
export const useAlive = (): boolean => useBrowserValue(() => true, false)
