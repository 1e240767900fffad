'use client'

import { BASE } from '../studio/settings'
import { textsOf } from '../studio/texts'

/** Shown while Huntaze Auth cannot be asked: nobody knows who is signed in. */
export default function ErrorPage() {
  const isEnglish = typeof document !== 'undefined' && document.documentElement.lang === 'en'
  const { failed, retry } = textsOf(isEnglish ? 'en' : 'fr')
  return (
    <main>
      <p role="alert">{failed}</p>
      <a href={BASE}>{retry}</a>
    </main>
  )
}
