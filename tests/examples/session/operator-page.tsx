import { requireOperator } from '@/lib/http/page/guards'
import { countStudios } from './studios'

export default async function StudiosPage() {
  await requireOperator('/monitoring/studios') // signed out: to /login; a member: there is no such page
  return <p>{await countStudios()}</p>
}
