'use server'

import { requireUser } from '@/lib/http/page/current-user'
import { renameStudio } from './studios'

export async function rename(form: FormData): Promise<void> {
  const user = await requireUser('/studio')
  await renameStudio(user.id, String(form.get('name')))
}
