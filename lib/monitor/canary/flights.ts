import { and, desc, eq, gt } from 'drizzle-orm'
import { isSettled } from '../../email/report/lifecycle'
import { emailEvents, emailMessages } from '../../email/schema'
import type { DataContext } from '../../kernel/context'

/** One canary on its way. `deliveredAt`: time of the report of its delivery, by our clock. */
export type Flight = {
  id: number
  createdAt: Date
  sentAt: Date | null
  deliveredAt: Date | null
  isWaiting: boolean
  lastError: string | null
}

/** Enough for the longest silence to be judged by: of canaries a minute apart, 15 minutes. */
const FLIGHTS = 50

const isDelivery = and(eq(emailEvents.messageId, emailMessages.id), eq(emailEvents.type, 'delivery'))

/** The newest canaries, the newest first. One that is reported delivered twice is there twice. */
export async function newestFlights({ db }: DataContext): Promise<Flight[]> {
  const rows = await db
    .select({
      id: emailMessages.id,
      createdAt: emailMessages.createdAt,
      settledAt: emailMessages.settledAt,
      status: emailMessages.status,
      providerMessageId: emailMessages.providerMessageId,
      lastError: emailMessages.lastError,
      deliveredAt: emailEvents.receivedAt,
    })
    .from(emailMessages)
    .leftJoin(emailEvents, isDelivery)
    .where(eq(emailMessages.kind, 'canary'))
    .orderBy(desc(emailMessages.createdAt))
    .limit(FLIGHTS)
  return rows.map(({ settledAt, status, providerMessageId, ...flight }) => ({
    ...flight,
    sentAt: providerMessageId === null ? null : settledAt,
    isWaiting: !isSettled(status),
  }))
}

/** The newest canary that was delivered: the time it was written, and that of the report. */
export async function lastDelivery({ db }: DataContext): Promise<{ createdAt: Date; at: Date } | undefined> {
  const [last] = await db
    .select({ createdAt: emailMessages.createdAt, at: emailEvents.receivedAt })
    .from(emailMessages)
    .innerJoin(emailEvents, isDelivery)
    .where(eq(emailMessages.kind, 'canary'))
    .orderBy(desc(emailMessages.createdAt))
    .limit(1)
  return last
}

export async function firstMissing({ db }: DataContext, delivered: Date | undefined): Promise<Date | null> {
  const [first] = await db
    .select({ at: emailMessages.createdAt })
    .from(emailMessages)
    .where(
      and(eq(emailMessages.kind, 'canary'), delivered ? gt(emailMessages.createdAt, delivered) : undefined),
    )
    .orderBy(emailMessages.createdAt)
    .limit(1)
  return first?.at ?? null
}
