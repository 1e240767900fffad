import { createElement, Fragment } from 'react'

/** Plain text whose web addresses can be followed, as mail programs show it. */
export function LinkedText({ text }: { text: string }) {
  const parts = text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, index) => (index % 2 === 0 ? part : createElement('a', { href: part }, part)))
  return createElement(Fragment, null, ...parts)
}
