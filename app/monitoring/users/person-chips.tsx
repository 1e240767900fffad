import styles from '@/components/chip/chip.module.css'
import type { PeopleTexts } from '@/lib/i18n/texts/people'
import type { PersonSummary } from '@/lib/operate/find'

type PersonChipsProps = {
  person: Pick<PersonSummary, 'emailVerified' | 'role' | 'disabledAt' | 'isSuppressed'>
  texts: PeopleTexts
}

/** An account's state, in one to three words. */
export function PersonChips({ person, texts }: PersonChipsProps) {
  const chip = (tone: string, label: string) => (
    <span className={styles.chip} data-tone={tone}>
      {label}
    </span>
  )
  return (
    <span className={styles.chips}>
      {person.disabledAt && chip('bad', texts.disabled)}
      {person.emailVerified ? chip('good', texts.verified) : chip('plain', texts.pending)}
      {person.isSuppressed && chip('warm', texts.suppressed)}
      {person.role === 'operator' && chip('accent', texts.operator)}
    </span>
  )
}
