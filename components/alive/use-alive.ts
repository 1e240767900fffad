'use client'

import { useBrowserValue } from '@/components/use-browser-value'

/**
 * Whether the page's scripts have run. False on the server, and while scripts are switched off, blocked, gone with an older
 * deployment, or still loading. `<noscript>` and `scripting: none` only tell of the first.
 */
export const useAlive = (): boolean => useBrowserValue(() => true, false)
