/** The part of oidc-provider that is used here: the package brings no types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  type Oidc = { client: { clientId: string }; session: { accountId: string }; result?: { login?: object } }
  type Context = { oidc: Oidc & { provider: Provider } }

  class Check {
    constructor(reason: string, description: string, check: (context: Context) => boolean)
  }

  type Policy = { get(name: string): { checks: { add(check: Check): void } }; remove(name: string): void }

  export const interactionPolicy: { Check: typeof Check; base(): Policy }

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
