/** This application's path on the host. */
export const BASE = '/studio'

/** Its name among the services of Huntaze Auth. */
export const AUDIENCE = 'studio'

function required(name: 'HUNTAZE_URL' | 'WEBHOOK_SECRET'): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: README.md says how`)
  return value
}

/** The host that people see, with Huntaze Auth and this application. Read when it is needed: a build has no configuration. */
export const huntazeUrl = (): string => required('HUNTAZE_URL')

/** The secret that `npm run webhook:add` printed. */
export const webhookSecret = (): string => required('WEBHOOK_SECRET')
