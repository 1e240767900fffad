import type { Refusal } from '@/components/form/answer'

const KEY = 'page-note'

/** Why a page is out of date, where a refusal says so: the session is another account's than the one it shows. */
export function outdatedNote(refusal: Refusal | undefined): string | undefined {
  const fault = refusal?.errors?.find(({ field }) => field === 'account')
  return refusal?.code === 'changed_meanwhile' ? fault?.detail : undefined
}

/** The same for questions that a page asks by itself; `forbidden`: somebody else signed in, who may not see it. */
export const staleNote = (refusal: Refusal): string | undefined =>
  refusal.code === 'forbidden' ? refusal.detail : outdatedNote(refusal)

/**
 * Loads the page anew, which then shows `note`, if there is one. While it loads, an answer that was under way says the
 * first half of it alone: that nothing was done stays said.
 */
export function loadAnew(note?: string): void {
  try {
    if (note && !sessionStorage.getItem(KEY)?.startsWith(note)) sessionStorage.setItem(KEY, note)
  } catch {
    // Storage is switched off: the page itself shows whose it is.
  }
  // No reload: with one, Firefox puts the old page's hidden fields back.
  location.replace(location.pathname + location.search)
}

/** The note that this page was loaded anew with, once. */
export function takeNote(): string | undefined {
  try {
    const note = sessionStorage.getItem(KEY) ?? undefined
    sessionStorage.removeItem(KEY)
    return note
  } catch {
    return undefined
  }
}
