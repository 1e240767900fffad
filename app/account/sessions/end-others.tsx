'use client'

import button from '@/components/button/button.module.css'
import { MethodField, PlainFormFields } from '@/components/form/form-page'
import { Sentence } from '@/components/sentence'
import card from '../card.module.css'
import type { ListForm, SessionTexts } from './shown-session'

type EndOthersProps = { count: number; path: string; form: ListForm; texts: SessionTexts }

/** Ends all sessions but this one; unfolded before it is pressed, it says what happens. */
export function EndOthers({ count, path, form, texts }: EndOthersProps) {
  return (
    <details className={card.fold} data-tone="bad">
      <summary>{texts.endAll}</summary>
      <p>
        <Sentence text={count === 1 ? texts.endAllMoreOne : texts.endAllMore} fill={{ count }} />
      </p>
      <form action={path} method="post" onSubmit={form.onSubmit}>
        <MethodField method="DELETE" />
        <PlainFormFields />
        <button
          className={button.danger}
          type="submit"
          aria-disabled={form.pendingAction === path || undefined}
        >
          {texts.endAllSubmit}
        </button>
      </form>
    </details>
  )
}
