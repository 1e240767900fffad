import type { ReactNode } from 'react'
import form from '@/components/form/form.module.css'

/** Told while a person's device works. */
export type WorkNote = { line: string; controls: ReactNode }

/** The line about the work that goes on, above a form's button. The region is always there, so that a screen reader hears it fill. */
export function BrakeNote({ note }: { note: WorkNote | undefined }) {
  return (
    <>
      <div aria-live="polite">{note && <p className={form.note}>{note.line}</p>}</div>
      {note?.controls}
    </>
  )
}
