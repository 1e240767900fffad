/**
 * The test kit of Huntaze Auth, for whoever builds on it: docs/TEST_KIT.md. One file without packages, for any test runner; `playwright.ts`
 * beside it adds browsers. It speaks to an application in development (`npm run dev`) or to a test build, and to no other.
 */

/** Somebody with an account. `cookies`: of the program that made the person; a browser has its own. */
export type Person = { name: string; email: string; password: string; cookies: Map<string, string> }

/** A message that somebody got. `link`: the address that it asks its reader to open. `code`: the code in it. */
export type Mail = {
  id: number
  outboxId: number | null
  to: string
  subject: string
  text: string
  html: string
  at: string
  link: string | null
  code: string | null
}

type Unit = 'second' | 'minute' | 'hour' | 'day'
/** For example `1 day` or `90 minutes`. */
export type Duration = `${number} ${Unit | `${Unit}s`}`

/** Reports of a mail provider about a message. */
export type Report = 'delivery' | 'delay' | 'soft_bounce' | 'hard_bounce' | 'complaint'

/** Traits of a new person; those left out are made up. */
export type Wanted = { name?: string; email?: string; password?: string; locale?: 'fr' | 'en' }

export type Answer = { status: number; body: unknown }
type Outgoing = { json?: unknown; headers?: Record<string, string> }
/** Makes a request to the application. Each browser, and each person without one, has its own, with its own cookies. */
export type Send = (method: string, path: string, outgoing?: Outgoing) => Promise<Answer>

/** A mistake in how the kit is used, or an application that does not do what the kit relies on. */
export class KitError extends Error {
  override name = 'KitError'
}

const DEFAULT_URL = 'http://localhost:3000'
/** Longer than a development server takes to compile a route. */
const REQUEST_TIMEOUT = 60_000
/** Mail leaves within a second or two. */
const MAIL_TIMEOUT = 15_000
const POLL = 100

const SECONDS: Record<Unit, number> = { second: 1, minute: 60, hour: 3600, day: 86_400 }

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

function secondsOf(duration: Duration): number {
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?) (second|minute|hour|day)s?$/.exec(duration) ?? []
  const seconds = Math.round(Number(amount) * (SECONDS[unit as Unit] ?? 0))
  if (seconds > 0) return seconds
  throw new KitError(`"${duration}" is no duration: write "10 minutes", "25 hours", or "8 days".`)
}

/** An address that nobody has, however many tests run beside each other. */
export const freshEmail = (): string => `test-${crypto.randomUUID().slice(0, 18)}@example.com`

/** The error of an application that cannot be reached. */
export const noAnswer = (url: string, cause: unknown): KitError =>
  new KitError(
    `Huntaze Auth does not answer at ${url}: is \`npm run dev\` running there? The variable HUNTAZE_URL names another address.`,
    { cause },
  )

/** Reads an answer. @throws KitError when it is not one of Huntaze Auth */
export function readAnswer(url: string, path: string, status: number, text: string): Answer {
  try {
    return { status, body: JSON.parse(text) }
  } catch {
    const said = `${path} answered ${status} without JSON`
    throw new KitError(`Something answers at ${url}, but it is not Huntaze Auth, or it is broken: ${said}.`)
  }
}

/** Sends as a program does, with the cookies of one person. */
function sender(url: string, cookies: Map<string, string>): Send {
  return async (method, path, { json, headers = {} } = {}) => {
    const response = await fetch(url + path, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(REQUEST_TIMEOUT),
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: json === undefined ? undefined : JSON.stringify(json),
    }).catch((cause) => {
      throw noAnswer(url, cause)
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/;\s*max-age=0/i.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
    return readAnswer(url, path, response.status, await response.text())
  }
}

const WRONG_HOST =
  ': name the application exactly as its APP_URL does (`localhost` and `127.0.0.1` are two hosts)'

type Problem = { code?: string; errors?: unknown; limit?: string }

/** @throws KitError unless the answer has one of these statuses */
function expectStatus(what: string, { status, body }: Answer, ...expected: number[]): void {
  if (expected.includes(status)) return
  const { code = 'no code', errors } = (body ?? {}) as Problem
  const detail = code === 'cross_site_request' ? WRONG_HOST : errors ? ` ${JSON.stringify(errors)}` : ''
  throw new KitError(`${what} was refused: ${status} ${code}${detail}`)
}

const LINK = /https?:\/\/\S+\?token=[0-9a-f]+/
const CODE = /\b[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}\b/

const mailOf = (message: Omit<Mail, 'link' | 'code'>): Mail => ({
  ...message,
  link: LINK.exec(message.text)?.[0] ?? null,
  code: CODE.exec(message.text)?.[0] ?? null,
})

const addressOf = (who: Pick<Person, 'email'> | string): string => (typeof who === 'string' ? who : who.email)

/** Huntaze Auth, as a test uses it. */
export type Kit = ReturnType<typeof connect>

/**
 * Connects to the application at `url`, by default the one that HUNTAZE_URL names, else <http://localhost:3000>. Nothing is asked
 * before the first call.
 */
export function connect(url = process.env.HUNTAZE_URL || DEFAULT_URL) {
  const origin = new URL(url).origin
  const anonymous = sender(origin, new Map())

  /** @throws KitError where the application has no local mailbox */
  async function ask(method: string, path: string, json?: unknown): Promise<Answer> {
    const answer = await anonymous(method, path, { json })
    const isMissing = answer.status === 404 && (await anonymous('GET', '/api/mailbox')).status === 404
    if (!isMissing) return answer
    throw new KitError(
      `Huntaze Auth at ${origin} has no local mailbox, so no test can read its mail or let time pass. ` +
        'The kit works with `npm run dev`, or with a build that runs with EMAIL_TRANSPORT=mailbox.',
    )
  }

  /** The messages to somebody, the newest first. */
  async function mailsTo(who: Person | string): Promise<Mail[]> {
    const path = `/api/mailbox?to=${encodeURIComponent(addressOf(who))}`
    const answer = await ask('GET', path)
    expectStatus(`Reading the mail to ${addressOf(who)}`, answer, 200)
    return (answer.body as { messages: Omit<Mail, 'link' | 'code'>[] }).messages.map(mailOf)
  }

  /**
   * The newest message to somebody; waits until there is one. `subject`: the newest with that in its subject. `after`: one that came
   * after this one.
   */
  async function lastMail(
    who: Person | string,
    { subject = '', after }: { subject?: string; after?: Pick<Mail, 'id'> } = {},
  ): Promise<Mail> {
    let mails: Mail[] = []
    for (let waited = 0; waited < MAIL_TIMEOUT; waited += POLL) {
      mails = await mailsTo(who)
      const found = mails.find((mail) => mail.subject.includes(subject) && mail.id > (after?.id ?? 0))
      if (found) return found
      await sleep(POLL)
    }
    const got = mails.map((mail) => `"${mail.subject}"`).join(', ') || 'nothing'
    const wanted = `${subject && ` about "${subject}"`}${after ? ' after the one given' : ''}`
    throw new KitError(
      `No mail to ${addressOf(who)}${wanted} within ${MAIL_TIMEOUT / 1000} s. There was: ${got}.`,
    )
  }

  /**
   * Lets time pass for one person, and nobody else: sessions, links, proofs and limits run out as if the person had waited. Clocks stay
   * right, so other tests and other services notice nothing.
   */
  async function passTime(who: Person | string, duration: Duration): Promise<void> {
    const json = { email: addressOf(who), seconds: secondsOf(duration) }
    expectStatus(`Letting time pass for ${addressOf(who)}`, await ask('POST', '/api/mailbox/time', json), 200)
  }

  /** Has the mail provider report something of the newest message to somebody. @returns that message */
  async function report(who: Person | string, what: Report): Promise<Mail> {
    const mail = await lastMail(who)
    const json = { outboxId: mail.outboxId, report: what }
    expectStatus(`Reporting a ${what} of "${mail.subject}"`, await ask('POST', '/api/mailbox', json), 200)
    return mail
  }

  /** Has the newest message to somebody come back for good: the address takes no mail any more. @returns that message */
  const bounce = (who: Person | string): Promise<Mail> => report(who, 'hard_bounce')

  /** Signs somebody up with `send`. Where tests used up the sign-ups of an hour, that hour passes. */
  async function signUp(send: Send, wanted: Wanted, cookies: Map<string, string>): Promise<Person> {
    const person = {
      name: wanted.name ?? 'Jean Dupont',
      email: wanted.email ?? freshEmail(),
      password: wanted.password ?? 'une phrase de passe assez longue',
    }
    const headers: Record<string, string> = wanted.locale ? { 'accept-language': wanted.locale } : {}
    const register = () => send('POST', '/api/auth/register', { json: person, headers })
    let answer = await register()
    if (answer.status === 429) {
      await ask('POST', '/api/mailbox/time', { seconds: SECONDS.hour })
      answer = await register()
    }
    expectStatus(`Signing ${person.email} up`, answer, 201)
    return { ...person, cookies }
  }

  /** Opens the verification mail of somebody, with the session of `send`. */
  async function verify(send: Send, who: Person): Promise<void> {
    const { link } = await lastMail(who)
    if (!link) throw new KitError(`The newest mail to ${who.email} has no link.`)
    expectStatus(
      `Opening ${who.email}'s link`,
      await send('GET', `/api/auth/verify-email${new URL(link).search}`),
      200,
    )
  }

  async function newPerson(wanted: Wanted, isVerified: boolean): Promise<Person> {
    const cookies = new Map<string, string>()
    const send = sender(origin, cookies)
    const person = await signUp(send, wanted, cookies)
    if (isVerified) await verify(send, person)
    return person
  }

  /** Somebody who has just signed up, and is signed in without a browser. The address is not proven. */
  const unverifiedPerson = (wanted: Wanted = {}): Promise<Person> => newPerson(wanted, false)

  /** Somebody whose address is proven, signed in without a browser. */
  const verifiedPerson = (wanted: Wanted = {}): Promise<Person> => newPerson(wanted, true)

  /** Makes a request as a person without a browser, with the person's cookies. A refusal is an answer, and no error. */
  const requestAs = ({ cookies }: Person, method: string, path: string, json?: unknown): Promise<Answer> =>
    sender(origin, cookies)(method, path, { json })

  /** A service token of a person without a browser, for the service `audience`: docs/SERVICE_TOKENS.md. */
  async function serviceToken(person: Person, audience: string): Promise<string> {
    const answer = await requestAs(person, 'POST', '/api/auth/token', { audience })
    expectStatus(`Asking for a token for ${audience} (is it in SERVICE_AUDIENCES?)`, answer, 200)
    return (answer.body as { token: string }).token
  }

  /** Signs a person without a browser out. */
  async function signOut(person: Person): Promise<void> {
    expectStatus(`Signing ${person.email} out`, await requestAs(person, 'POST', '/api/auth/logout', {}), 200)
  }

  return {
    url: origin,
    unverifiedPerson,
    verifiedPerson,
    signOut,
    requestAs,
    serviceToken,
    mailsTo,
    lastMail,
    passTime,
    bounce,
    report,
    /** Parts for kits of other browsers; `playwright.ts` is made of them. */
    parts: { signUp, verify, expectStatus },
  }
}
