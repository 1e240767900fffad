/** `max24Hours` is -1 where there is no limit. */
export type SesQuota = { max24Hours: number; perSecond: number; sentLast24Hours: number }

/** `status`: `Success`, `Pending`, `Failed`, `TemporaryFailure` or `NotStarted`. */
type SesDkim = { enabled: boolean; status: string }

/** The envelope sender's own domain, and whether mail is refused or sent without it while its MX record is missing. */
type SesMailFrom = { domain: string; status: string }

/** SNS topic ARNs to which bounces and complaints of an identity are published. */
type SesTopics = { bounce?: string; complaint?: string }

/** Counts of SES in one quarter of an hour. */
type SesCounts = { at: Date; sent: number; bounces: number; complaints: number; rejects: number }

/** Destination of the events of a configuration set. `topicArn` is missing for destinations other than SNS. */
export type SesDestination = { enabled: boolean; events: string[]; topicArn?: string }

/** Questions about an SES account. An identity that SES does not know has no entry in an answer. */
export type SesAccount = {
  quota(): Promise<SesQuota>
  /** The quarters of an hour of the last two weeks in which something was sent, in no order. */
  statistics(): Promise<SesCounts[]>
  sendingEnabled(): Promise<boolean>
  verification(identities: string[]): Promise<Record<string, string>>
  dkim(identities: string[]): Promise<Record<string, SesDkim>>
  mailFrom(identities: string[]): Promise<Record<string, SesMailFrom>>
  topics(identities: string[]): Promise<Record<string, SesTopics>>
  /** Undefined when there is no such configuration set. */
  configurationSet(name: string): Promise<SesDestination[] | undefined>
}

/** A question SES did not answer. `code` is safe to show: SES's error name or the system's code, never its text. */
export class SesAccountError extends Error {
  override readonly name = 'SesAccountError'

  constructor(
    /** The API's action, as IAM policies name it after `ses:`. */
    readonly action: string,
    readonly code: string,
  ) {
    super(`${action}: ${code}`)
  }
}
