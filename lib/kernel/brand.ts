/** Name of the product, as pages, letters and passwords show it. The sentences of `lib/i18n/texts` spell it out. */
export const PRODUCT = 'Huntaze'

/** Name of this application; the product has others. */
export const APPLICATION = 'Huntaze Auth'

/** Domain of the product, for examples and the default sender. */
export const DOMAIN = 'huntaze.com'

/** SNS topic of the guide and the API's document. */
export const EXAMPLE_TOPIC = 'huntaze-mail'

/** `From` of letters where `EMAIL_FROM` is not set (RFC 5322). */
export const DEFAULT_SENDER = `${PRODUCT} <noreply@${DOMAIN}>`

/** `iss` of our JWTs (RFC 7519 4.1.1). A change signs everybody out. */
export const ISSUER = 'huntaze-auth'

/** PostgreSQL's `application_name` of our connections: the doctor tells them from others by it. */
export const APPLICATION_NAME = 'huntaze-auth'

/** `User-Agent` of the requests that tell other services of events. */
export const USER_AGENT = 'Huntaze-Auth'

/** Prefix of every metric's name. A change breaks every dashboard and alarm built on them. */
export const METRIC_PREFIX = 'huntaze_'

/** SES message tag that carries the reference of a message. A change loses the reports of messages under way. */
export const MESSAGE_TAG = 'huntaze-message'

/** IMAP keyword of a report that was read. A change reads every report again, which changes nothing. */
export const READ_KEYWORD = `$${PRODUCT}Read`

/** Key on `globalThis`, which all copies of a module in one process share. */
export const sharedKey = (name: string): symbol => Symbol.for(`huntaze.${name}`)

/**
 * Info of HKDF (RFC 5869 3.2) for the key of a purpose. Never to be changed: no sealed value would open, and no rate
 * limit, known browser or JWT would be recognised.
 */
export const keyInfo = (label: string): string => `huntaze ${label} v1`

/**
 * Key of the HMAC that long passwords pass before bcrypt. Never to be changed: no such password would match its hash.
 * Public on purpose: it separates our digests from everybody else's, it is no secret.
 */
export const PASSWORD_DIGEST_LABEL = 'huntaze-auth password v1'

/** Name of an attribute of our own in traces. */
export const spanAttribute = (name: string): string => `huntaze.${name}`
