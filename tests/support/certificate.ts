import { type KeyObject, sign } from 'node:crypto'

/** One DER element: tag, length, content (ITU-T X.690). */
function der(tag: number, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  const size = Buffer.from(body.length.toString(16).padStart(body.length > 0xff ? 4 : 2, '0'), 'hex')
  const length = body.length < 0x80 ? size : Buffer.from([0x80 | size.length, ...size])
  return Buffer.concat([Buffer.from([tag]), length, body])
}

const sequence = (...content: Uint8Array[]) => der(0x30, ...content)
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'))
const generalizedTime = (date: Date) =>
  der(0x18, Buffer.from(`${date.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`))
const commonName = (name: string) =>
  sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(name)))))
const extension = (id: string, value: Buffer) => sequence(oid(id), der(0x04, value))
const dnsNames = (names: string[]) =>
  extension('551d11', sequence(...names.map((name) => der(0x82, Buffer.from(name)))))
const authority = extension('551d13', sequence(der(0x01, Buffer.from([0xff]))))

const SHA256_WITH_RSA = sequence(oid('2a864886f70d01010b'), der(0x05))

export type KeyPair = { publicKey: KeyObject; privateKey: KeyObject }

export type CertificateOptions = { name?: string; names?: string[]; from?: Date; until?: Date; ca?: boolean }

/** A self-signed certificate (RFC 5280) as PEM: Node.js can read one but not make one. Without `names`, no extension. */
export function createCertificate({ publicKey, privateKey }: KeyPair, options: CertificateOptions): string {
  const { name = 'sns.amazonaws.com', names = [name], ca = false } = options
  const { from = new Date('2020-01-01'), until = new Date('2049-12-31') } = options
  const extensions = [...(names.length > 0 ? [dnsNames(names)] : []), ...(ca ? [authority] : [])]
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    SHA256_WITH_RSA,
    commonName(name),
    sequence(generalizedTime(from), generalizedTime(until)),
    commonName(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    ...(extensions.length > 0 ? [der(0xa3, sequence(...extensions))] : []),
  )
  const signature = sign('RSA-SHA256', body, privateKey)
  const whole = sequence(body, SHA256_WITH_RSA, der(0x03, Buffer.from([0]), signature))
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
