'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type { FormPage } from '@/lib/http/page/form-page'

const Page = createContext<FormPage>({ page: '/' })

/** Gives the forms below their page, and the outcome of the plain form that led here. */
export function FormPageProvider({ value, children }: { value: FormPage; children: ReactNode }) {
  return <Page value={value}>{children}</Page>
}

/** The page as its forms know it. */
export const useFormPage = (): FormPage => useContext(Page)

/** Hidden fields of a form that works without JavaScript. `namesPage`: its answer leads back to this very address. */
export function PlainFormFields({ namesPage = false }: { namesPage?: boolean }) {
  const { page, mark } = useFormPage()
  return (
    <>
      {namesPage && <input type="hidden" name="page" value={page} />}
      {mark && <input type="hidden" name="mark" value={mark} />}
    </>
  )
}
