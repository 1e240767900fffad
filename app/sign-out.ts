'use server'

import { redirect } from 'next/navigation'
import { submitForm } from '@/app/form-action'

/** Ends the session, with or without JavaScript in the browser. */
export async function signOut(): Promise<void> {
  await submitForm('/api/auth/logout', {})
  redirect('/login')
}
