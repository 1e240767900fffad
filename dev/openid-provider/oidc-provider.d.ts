/** The part of oidc-provider that is used here: the package brings no types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  type Policy = { remove(name: string): void }

  export const interactionPolicy: { base(): Policy }

  class Grant {
    constructor(of: { clientId: string; accountId: string })
    addOIDCScope(scope: string): void
    save(): Promise<string>
  }

  export default class Provider {
    constructor(issuer: string, configuration: object)
    readonly Grant: typeof Grant
    callback(): (incoming: IncomingMessage, outgoing: ServerResponse) => void
    interactionFinished(incoming: IncomingMessage, outgoing: ServerResponse, result: object): Promise<void>
  }
}
