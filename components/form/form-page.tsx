'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type { FormPage } from '@/lib/http/page/form-page'

const Page = createContext<FormPage>({ page: '/' })

/** Tells the forms below which page they stand on, and how the one ended that led here without JavaScript. */
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
