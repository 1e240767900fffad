import { redirect } from 'next/navigation'
import { requireUser } from '@/lib/http/page/current-user'
import { studioOf } from './studios'

export default async function StudioPage() {
  const user = await requireUser('/studio') // signed out: to /login, and back here afterwards
  if (!user.emailVerified) redirect('/dashboard')
  return <h1>{await studioOf(user.id)}</h1>
}
