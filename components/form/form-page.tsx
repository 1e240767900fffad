'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type { FormPage } from '@/lib/http/page/form-page'

/** `account`: the sealed name of the account that the page shows, if any. */
type PageOfForms = FormPage & { account?: string }

const Page = createContext<PageOfForms>({ page: '/' })

/** Gives the forms below their page, and the outcome of the plain form that led here. */
export function FormPageProvider({ value, children }: { value: PageOfForms; children: ReactNode }) {
  return <Page value={value}>{children}</Page>
}

/** The page as its forms know it. */
export const useFormPage = (): PageOfForms => useContext(Page)

/** Hidden field of a form whose request is not a POST. The server takes it from plain forms; scripts send the method itself. */
export function MethodField({ method }: { method: 'PATCH' | 'DELETE' }) {
  return <input type="hidden" name="method" value={method} />
}

type PlainFormFieldsProps = { namesPage?: boolean; namesAccount?: boolean }

/**
 * Hidden fields of a form: those that let it work without JavaScript, and the account that the page showed. `namesPage`:
 * the answer leads back to this page's address. `namesAccount`: false where the act is not about an account.
 */
export function PlainFormFields({ namesPage = false, namesAccount = true }: PlainFormFieldsProps) {
  const { account, mark, page } = useFormPage()
  return (
    <>
      {namesPage && <input type="hidden" name="page" value={page} />}
      {namesAccount && account && <input type="hidden" name="account" value={account} />}
      {mark && <input type="hidden" name="mark" value={mark} />}
    </>
  )
}
