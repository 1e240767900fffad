import type { Clock } from './clock'

/**
 * Fields of a log line. None holds an address, a name, a token, a cookie, a query string or a body. An error is reduced
 * to its code and name, because messages of `pg` and of mail providers quote their input.
 */
type LogFields = {
  requestId?: string
  method?: string
  /** The route's pattern, never the URL: URLs carry tokens. */
  route?: string
  status?: number
  /** Milliseconds. */
  duration?: number
  code?: string
  limit?: string
  userId?: number
  /** The operator who acted on that user. */
  actorId?: number
  messageId?: number
  /** A receiver of events. */
  endpointId?: number
  kind?: string
  attempts?: number
  count?: number
  table?: string
  port?: number
  transport?: string
  detail?: string
  error?: unknown
}

/** `warn`: an operator should look at it; `error`: something failed. */
export type LogLevel = 'info' | 'warn' | 'error'

/** Writes one line. `event` is a stable machine word. */
export type Log = Record<LogLevel, (event: string, fields?: LogFields) => void>

/**
 * Control, format (bidirectional marks among them) and line-separator characters, which could forge a terminal's
 * lines.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** Nearly every text of a log line; far cheaper to find than the characters that are unsafe. */
const PLAIN = /^[\x20-\x7e]*$/

const escaped = (text: string): string =>
  PLAIN.test(text) ? text : text.replace(UNSAFE, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`)

/** `Name:code` of an error and of its causes, without their messages. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const code = (error as { code?: unknown }).code
  const self = typeof code === 'string' ? `${error.name}:${code}` : error.name
  return error.cause ? `${self} < ${describeError(error.cause)}` : self
}

/** The first eight frames of the stack, without its message. */
function frames(error: unknown): string[] {
  if (!(error instanceof Error) || !error.stack) return []
  return error.stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => escaped(line.trim()))
}

const hasCode = (error: unknown): boolean =>
  error instanceof Error && (typeof (error as { code?: unknown }).code === 'string' || hasCode(error.cause))

/** A word for an error that carries no code, if there is one. */
type Naming = (error: unknown) => string | undefined

/** An error in a log line: names and codes; `pg` gives none to a time-out or a lost connection. */
function summary(error: unknown, nameOf: Naming): string {
  const word = hasCode(error) ? undefined : nameOf(error)
  return escaped(describeError(error)) + (word === undefined ? '' : `:${word}`)
}

/** Takes one line without its end. `level`: how much it matters that the line is out at once. */
type Write = (line: string, level: LogLevel) => void

/** Writes one JSON object a line. */
export function createLog(now: Clock, write: Write, nameOf: Naming = () => undefined): Log {
  const at =
    (level: LogLevel) =>
    (event: string, { error, ...fields }: LogFields = {}): void => {
      const record: Record<string, unknown> = { time: now().toISOString(), level, event }
      for (const [key, value] of Object.entries(fields)) {
        if (value !== undefined) record[key] = typeof value === 'string' ? escaped(value) : value
      }
      if (error !== undefined) {
        record.error = summary(error, nameOf)
        if (level === 'error') record.stack = frames(error)
      }
      write(JSON.stringify(record), level)
    }
  return { info: at('info'), warn: at('warn'), error: at('error') }
}

/** The same log with fields that every line gets: the lines of one request carry its id, and can be read together. */
export const withFields = (log: Log, common: LogFields): Log => ({
  info: (event, fields) => log.info(event, { ...common, ...fields }),
  warn: (event, fields) => log.warn(event, { ...common, ...fields }),
  error: (event, fields) => log.error(event, { ...common, ...fields }),
})
