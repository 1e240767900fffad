import { enrolPasskey } from '../../lib/auth/passkey/enrol'
import { startEnrolment } from '../../lib/auth/passkey/start-enrolment'
import { requestOptions } from '../../lib/factor/passkey/use'
import { sessionOf } from './authenticator'
import { type Odds, VirtualAuthenticator } from './virtual-authenticator'
import { aVerifiedUser, aVisitor, expectOk, freshEmail, type TestUser, type World } from './world'

export type WithPasskey = TestUser & { authenticator: VirtualAuthenticator; passkeyId: string }

/** Adds a passkey to somebody who is signed in. */
export async function addPasskey(
  world: World,
  person: TestUser,
  {
    authenticator = new VirtualAuthenticator(),
    odds = {} as Odds,
    name = undefined as string | undefined,
  } = {},
): Promise<WithPasskey> {
  const session = await sessionOf(world, person.jwt)
  const options = expectOk(await startEnrolment(world.ctx, session))
  const response = authenticator.enrol(options, odds)
  const enrolled = expectOk(await enrolPasskey(world.ctx, { session, response, name }, aVisitor()))
  return { ...person, jwt: enrolled.session.jwt, authenticator, passkeyId: enrolled.passkey.id }
}

/** A verified person with a passkey. */
export const aPasskeyUser = async (world: World, odds: Odds = {}): Promise<WithPasskey> =>
  addPasskey(world, await aVerifiedUser(world, freshEmail()), { odds })

/** Options to use a passkey with, asked for by a browser with this session or none. */
export const asked = (world: World, session: string | null = null) => requestOptions(world.ctx, session)
