'use client'

import { useSyncExternalStore } from 'react'

const never = () => () => {}

/**
 * What only the browser knows and does not change while the page is open, without a word about it before the page
 * is alive.
 * @param read asks the browser
 * @param before what the server writes instead
 */
export const useBrowserValue = <Value extends string | boolean>(read: () => Value, before: Value): Value =>
  useSyncExternalStore(never, read, () => before)
