'use client'

import type { ReactNode } from 'react'
import button from '@/components/button/button.module.css'
import { FormAlert } from '@/components/form/form-alert'
import { PlainFormFields } from '@/components/form/form-page'
import { asksForProof, ProofField } from '@/components/form/proof-field'
import { useForm } from '@/components/form/use-form'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import { donePath, type Room } from './done-path'
import { Fold } from './fold'
import styles from './users/act-form.module.css'

export type ActTexts = { password: string; busy: string; signIn: string } & Pick<PageTexts, 'form' | 'proof'>

type RoomActProps = {
  /** The page, whose acts have the same path in the API. */
  room: Room
  act: string
  /** Names what the act is about, as fields of the form. */
  about: Record<string, string | number>
  look: 'secondary' | 'danger' | 'quiet'
  label: string
  /** The button's accessible name, if its label needs the text beside it. */
  description?: string
  texts: ActTexts
  /** Behind its name until it is wanted. */
  isFolded?: boolean
  children?: ReactNode
}

/** One act of an operator. If their proof is too old, the form asks for it and is sent again. */
export function RoomAct({
  room,
  act,
  about,
  look,
  label,
  description,
  texts,
  isFolded,
  children,
}: RoomActProps) {
  const fields = Object.entries(about).map(([name, value]) => [name, String(value)] as const)
  const { state, pending, props } = useForm({
    actions: [`/api/monitoring/${room}`],
    unreachable: texts.form.unreachable,
    isOwn: (values) => values.act === act && fields.every(([name, value]) => values[name] === value),
    onDone: () => location.assign(donePath(room, act)),
  })
  const { refusal } = state
  return (
    <Fold label={label} isRefused={refusal !== undefined} isFolded={isFolded}>
      <form {...props} className={styles.act}>
        {children}
        <input type="hidden" name="act" value={act} />
        {fields.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <PlainFormFields />
        <ProofField
          state={state}
          id={['password', act, ...fields.map(([, value]) => value)].join('-')}
          label={texts.password}
          texts={texts}
        />
        {!asksForProof(refusal) && (
          <FormAlert refusal={refusal}>
            {refusal?.code === 'unauthenticated' && (
              <a href={`/login?next=/monitoring/${room}`}>{texts.signIn}</a>
            )}
          </FormAlert>
        )}
        <button
          className={button[look]}
          type="submit"
          aria-disabled={pending || undefined}
          aria-label={description}
        >
          {pending ? texts.busy : label}
        </button>
      </form>
    </Fold>
  )
}
