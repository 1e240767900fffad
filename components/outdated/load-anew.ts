import type { Refusal } from '@/components/form/answer'

const KEY = 'page-note'

/** The reason why a page is out of date, if the refusal says that the session is not that of the account it shows. */
export function outdatedNote(refusal: Refusal | undefined): string | undefined {
  const fault = refusal?.errors?.find(({ field }) => field === 'account')
  return refusal?.code === 'changed_meanwhile' ? fault?.detail : undefined
}

/** The same for requests that a page makes by itself. `forbidden`: the account that is signed in now may not see the page. */
export const staleNote = (refusal: Refusal): string | undefined =>
  refusal.code === 'forbidden' ? refusal.detail : outdatedNote(refusal)

/**
 * Loads the page anew, which then shows `note`, if there is one. A second, shorter note while the page loads does not replace
 * a longer one that begins with it, which also says that nothing was done.
 */
export function loadAnew(note?: string): void {
  try {
    if (note && !sessionStorage.getItem(KEY)?.startsWith(note)) sessionStorage.setItem(KEY, note)
  } catch {
    // Storage is switched off: without a note, the new page still shows the account.
  }
  // Not `reload()`, after which Firefox restores the old page's hidden fields.
  location.replace(location.pathname + location.search)
}

/** Returns the note with which this page was loaded anew, and forgets it. */
export function takeNote(): string | undefined {
  try {
    const note = sessionStorage.getItem(KEY) ?? undefined
    sessionStorage.removeItem(KEY)
    return note
  } catch {
    return undefined
  }
}
