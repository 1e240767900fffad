import { newCluster, standbyOf } from '../../support/cluster'
import { withClient } from '../../support/with-client'
import type { OwnDatabase } from './database'

/** A database whose server has a standby that is late. */
export type WithStandby = OwnDatabase & { standby: string }

const ROLE = 'huntaze'
const LATE = '3s'

/** A server of its own, and a standby that shows each change three seconds later. */
export async function databaseWithStandby(): Promise<WithStandby> {
  const primary = newCluster()
  await primary.start()
  const asAdmin = (...statements: string[]) =>
    withClient(primary.url(ROLE), async (client) => {
      for (const statement of statements) await client.query(statement)
    })
  await withClient(primary.url(), async (client) => {
    await client.query(`create role ${ROLE} login`)
    await client.query(`create database ${ROLE} owner ${ROLE}`)
  })
  await primary.stop()
  const standby = standbyOf(primary, { recovery_min_apply_delay: LATE })
  await primary.start()
  await standby.start()
  return {
    role: ROLE,
    password: '',
    socket: primary.socket,
    standby: standby.socket,
    url: primary.url(ROLE).replace('postgres@', `${ROLE}@`),
    asAdmin,
    async drop() {
      await standby.remove()
      await primary.remove()
    },
  }
}
