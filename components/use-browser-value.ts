'use client'

import { useSyncExternalStore } from 'react'

const never = () => () => {}

/**
 * A value that only the browser knows and that is constant while the page is open.
 * @param read asks the browser
 * @param before the value that the server writes
 */
export const useBrowserValue = <Value extends string | boolean>(read: () => Value, before: Value): Value =>
  useSyncExternalStore(never, read, () => before)
