'use client'

import { useEffect, useState } from 'react'
import { FormAlert } from '@/components/form/form-alert'
import { useFormPage } from '@/components/form/form-page'
import { outdatedNote, takeNote } from './load-anew'
import styles from './outdated-note.module.css'

/** Why the page was loaded anew: it showed another account than the one that is signed in. */
export function OutdatedNote() {
  const refusal = useFormPage().outcome?.refusal
  const fault = outdatedNote(refusal)
  const [note, setNote] = useState(fault && `${fault} ${refusal?.detail}`)
  useEffect(() => {
    const kept = takeNote()
    if (kept) setNote(kept)
  }, [])
  return (
    <div className={styles.note}>
      <FormAlert refusal={note ? { code: 'changed_meanwhile', detail: note } : undefined} />
    </div>
  )
}
