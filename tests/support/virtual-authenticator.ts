import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import type { EnrolmentResponse, PasskeyResponse } from '../../lib/factor/passkey/response'

const ORIGIN = 'https://auth.huntaze.test'
const RP_ID = 'auth.huntaze.test'

const PRESENT = 0x01
const VERIFIED = 0x04
const ELIGIBLE = 0x08
const BACKED_UP = 0x10
const ATTESTED = 0x40

const sha256 = (data: Buffer | string): Buffer => createHash('sha256').update(data).digest()
const text = (data: Buffer): string => data.toString('base64url')

/** The few kinds of CBOR (RFC 8949) that WebAuthn writes. */
function cbor(value: number | string | Buffer | Map<number | string, unknown>): Buffer {
  const head = (major: number, size: number): Buffer =>
    size < 24
      ? Buffer.of((major << 5) | size)
      : size < 256
        ? Buffer.of((major << 5) | 24, size)
        : Buffer.of((major << 5) | 25, size >> 8, size & 255)
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  const entries = [...value].flatMap(([key, item]) => [cbor(key), cbor(item as string)])
  return Buffer.concat([head(5, value.size), ...entries])
}

/** Everything that an attacker, or a strange authenticator, may do differently. */
export type Odds = {
  origin?: string
  rpId?: string
  challenge?: string
  type?: string
  isVerified?: boolean
  isPresent?: boolean
  crossOrigin?: boolean
  counter?: number
  isBackedUp?: boolean
  userHandle?: string
}

/** An authenticator by the specification (WebAuthn level 3) and `node:crypto` alone: one passkey, ES256, no attestation. */
export class VirtualAuthenticator {
  readonly id = randomBytes(16)
  counter = 0
  private readonly key: KeyObject
  private readonly publicJwk: { x: string; y: string }
  private userHandle = ''

  constructor(readonly aaguid: Buffer = Buffer.alloc(16)) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    this.key = privateKey
    this.publicJwk = publicKey.export({ format: 'jwk' }) as { x: string; y: string }
  }

  private clientData(type: string, challenge: string, { origin = ORIGIN, ...odds }: Odds): Buffer {
    return Buffer.from(
      JSON.stringify({
        type: odds.type ?? type,
        challenge: odds.challenge ?? challenge,
        origin,
        crossOrigin: odds.crossOrigin ?? false,
        other_keys_can_be_added_here: 'do not compare clientDataJSON against a template',
      }),
    )
  }

  private authData(
    { rpId = RP_ID, isVerified = true, isPresent = true, counter, isBackedUp = false }: Odds,
    more = 0,
  ): Buffer {
    this.counter = counter ?? this.counter + 1
    const flags =
      (isPresent ? PRESENT : 0) |
      (isVerified ? VERIFIED : 0) |
      (isBackedUp ? ELIGIBLE | BACKED_UP : 0) |
      (more ? ATTESTED : 0)
    const count = Buffer.alloc(4)
    count.writeUInt32BE(this.counter)
    return Buffer.concat([sha256(rpId), Buffer.of(flags), count])
  }

  /** Makes the passkey. `options`: as the API gave them. */
  enrol(options: { challenge: string; user?: { id: string } }, odds: Odds = {}): EnrolmentResponse {
    this.userHandle = options.user?.id ?? ''
    const cose = new Map<number, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(this.publicJwk.x, 'base64url')],
      [-3, Buffer.from(this.publicJwk.y, 'base64url')],
    ])
    const length = Buffer.of(this.id.length >> 8, this.id.length & 255)
    const authData = Buffer.concat([this.authData(odds, 1), this.aaguid, length, this.id, cbor(cose)])
    const attestation = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', authData],
    ])
    return {
      id: text(this.id),
      rawId: text(this.id),
      type: 'public-key',
      clientExtensionResults: {},
      authenticatorAttachment: undefined,
      response: {
        clientDataJSON: text(this.clientData('webauthn.create', options.challenge, odds)),
        attestationObject: text(cbor(attestation)),
        transports: ['internal'],
      },
    }
  }

  /** Signs a challenge. */
  use(options: { challenge: string }, odds: Odds = {}): PasskeyResponse {
    const clientData = this.clientData('webauthn.get', options.challenge, odds)
    const authData = this.authData(odds)
    const signature = createSign('sha256')
      .update(Buffer.concat([authData, sha256(clientData)]))
      .sign(this.key)
    return {
      id: text(this.id),
      rawId: text(this.id),
      type: 'public-key',
      clientExtensionResults: {},
      authenticatorAttachment: undefined,
      response: {
        clientDataJSON: text(clientData),
        authenticatorData: text(authData),
        signature: text(signature),
        userHandle: odds.userHandle ?? this.userHandle,
      },
    }
  }
}
