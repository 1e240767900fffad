import { Webhook } from 'standardwebhooks'
import { WEBHOOK_SECRET } from './settings.mjs'
import { noteEnd } from './sign-outs.mjs'
import { forget } from './visits.mjs'

const webhook = new Webhook(WEBHOOK_SECRET)

/** Events are tried again for three days. */
const REMEMBERED = 3 * 24 * 60 * 60_000

/** Events that came, by their id, each with the moment when it cannot come again. */
const seen = new Map()

function isRepeat(id, now = Date.now()) {
  for (const [old, until] of seen) {
    if (until > now) break
    seen.delete(old)
  }
  return seen.has(id)
}

/**
 * Takes a call to our address. @throws for a signature that is not Huntaze's, or a timestamp more than five minutes off
 * @param body the bytes as they came
 */
export function receive(body, headers) {
  const event = webhook.verify(body, headers)
  if (isRepeat(headers['webhook-id'])) return
  if (event.type === 'session.ended') noteEnd(event.data.session)
  if (event.type === 'user.deleted') forget(event.data.user)
  // At the end: an event that we failed at comes again.
  seen.set(headers['webhook-id'], Date.now() + REMEMBERED)
}
