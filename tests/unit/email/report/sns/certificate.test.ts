import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createFetchCertificate } from '../../../../../lib/email/report/sns/certificate'
import type { Get } from '../../../../../lib/email/report/sns/get'
import { createSnsSigner } from '../../../../support/sns'

const { pem, certificate } = createSnsSigner()
const address = (index: number) => new URL(`https://sns.eu-west-3.amazonaws.com/${index}.pem`)

/** A `get` that counts, and answers with what `answer` makes of the request's number. */
function counting(answer: (index: number) => Promise<Buffer>) {
  const asked: string[] = []
  const get: Get = (url) => answer(asked.push(url.pathname))
  return { asked, fetchCertificate: createFetchCertificate(get) }
}

const present = () => counting(async () => Buffer.from(pem))

describe('a certificate', () => {
  test('is fetched once, by all who ask meanwhile and after', async () => {
    const { asked, fetchCertificate } = present()
    const together = await Promise.all([1, 1, 1].map((index) => fetchCertificate(address(index))))
    const later = await fetchCertificate(address(1))
    for (const one of [...together, later]) expect(one.fingerprint256).toBe(certificate.fingerprint256)
    expect(asked).toEqual(['/1.pem'])
  })

  test('is one of eight kept, of which the one not asked for longest goes', async () => {
    const { asked, fetchCertificate } = present()
    const ask = (...indexes: number[]) =>
      indexes.reduce<Promise<unknown>>(async (before, index) => {
        await before
        return fetchCertificate(address(index))
      }, Promise.resolve())
    await ask(1, 2, 3, 4, 5, 6, 7, 8)
    expect(asked).toHaveLength(8)
    await ask(1, 9)
    expect(asked).toHaveLength(9)
    await ask(1, 3, 4, 5, 6, 7, 8, 9)
    expect(asked).toHaveLength(9)
    await ask(2)
    expect(asked).toHaveLength(10)
  })

  test('is asked for again where the request failed or the answer was no certificate', async () => {
    const { asked, fetchCertificate } = counting(async (index) => {
      if (index === 1) throw new Error('down')
      return Buffer.from(index === 2 ? '<html>Service Unavailable</html>' : pem)
    })
    await expect(fetchCertificate(address(1))).rejects.toThrow('down')
    await expect(fetchCertificate(address(1))).rejects.toThrow()
    await expect(fetchCertificate(address(1))).resolves.toMatchObject({ subject: 'CN=sns.amazonaws.com' })
    expect(asked).toHaveLength(3)
  })

  test('is asked for at eight addresses at once, and not at a ninth until one answered', async () => {
    let release = () => {}
    const answered = new Promise<void>((resolve) => {
      release = resolve
    })
    const { asked, fetchCertificate } = counting(async () => {
      await answered
      return Buffer.from(pem)
    })
    const eight = [1, 2, 3, 4, 5, 6, 7, 8].map((index) => fetchCertificate(address(index)))
    await expect(fetchCertificate(address(9))).rejects.toThrow('too many')
    expect(asked).toHaveLength(8)
    release()
    await Promise.all(eight)
    await turn()
    await fetchCertificate(address(9))
    expect(asked).toHaveLength(9)
  })
})
