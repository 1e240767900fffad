import { requireVerifiedUser } from '@/lib/http/page/guards'
import { studioOf } from './studios'

export default async function StudioPage() {
  const user = await requireVerifiedUser('/studio') // signed out: to /login, and back; unverified: to the dashboard
  return <h1>{await studioOf(user.id)}</h1>
}
