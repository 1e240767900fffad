import button from '@/components/button/button.module.css'
import { Sentence } from '@/components/sentence'
import { waitingTime } from '@/lib/i18n/duration'

type ResendButtonProps = {
  /** Until a new link may be asked for; 0: now. */
  seconds: number
  pending: boolean
  /** Primary if a new link is the next step. */
  isMain: boolean
  /** `waiting` has a place `{wait}` for the time left. */
  texts: { label: string; waiting: string; pending: string }
}

/** Asks for a new link; while that is too early it says for how long, and does nothing. */
export function ResendButton({ seconds, pending, isMain, texts }: ResendButtonProps) {
  const early = (
    <span>
      <Sentence text={texts.waiting} fill={{ wait: waitingTime(seconds) }} />
    </span>
  )
  return (
    <button
      className={`${isMain ? button.primary : button.secondary} ${button.tabular}`}
      type="submit"
      aria-disabled={seconds > 0 || pending || undefined}
      onClick={(event) => (seconds > 0 || pending) && event.preventDefault()}
    >
      {pending ? texts.pending : seconds > 0 ? early : texts.label}
    </button>
  )
}
