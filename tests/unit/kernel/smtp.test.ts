import { describe, expect, it } from 'vitest'
import { greetingName, readSmtpUrl } from '../../../lib/kernel/env/smtp'

const serverOf = (address: string) => {
  const read = readSmtpUrl(address)
  return 'server' in read ? read.server : undefined
}

describe('SMTP_URL', () => {
  it.each([
    ['smtp://h.example', { host: 'h.example', port: 587, secure: false, isLocal: false }],
    ['smtps://h.example', { host: 'h.example', port: 465, secure: true, isLocal: false }],
    ['smtp://[::1]:25', { host: '::1', port: 25, secure: false, isLocal: true }],
    ['smtp://exämple.com', { host: 'xn--exmple-cua.com', port: 587, secure: false, isLocal: false }],
  ])('names a server: %s', (address, server) => {
    expect(serverOf(address)).toEqual(server)
  })

  it.each([
    ['smtp://us%40er:p%3Ass@h', 'us@er', 'p:ss'],
    ['smtp://u:100%25%23%2F%3F@h', 'u', '100%#/?'],
    ['smtp://u:p@ss@h', 'u', 'p@ss'],
    ['smtp://u:clé@h', 'u', 'clé'],
  ])('names a user and a password: %s', (address, user, pass) => {
    expect(serverOf(address)?.auth).toEqual({ user, pass })
  })

  it('is refused without a word of what it holds', () => {
    for (const address of ['smtp://u:s3cret%@h', 'smtp://u:s3cret#@h', 's3cret']) {
      const read = readSmtpUrl(address)
      expect('fault' in read && read.fault).toMatch(/^SMTP_URL(?!.*s3cret)/)
    }
  })
})

describe('the name to greet with', () => {
  it.each([
    ['https://auth.huntaze.com', 'auth.huntaze.com'],
    ['https://203.0.113.7:8443', '[203.0.113.7]'],
    ['https://[2001:db8::7]', '[IPv6:2001:db8::7]'],
    ['http://localhost:3000', undefined],
  ])('of %s is %s', (appUrl, name) => {
    expect(greetingName(appUrl)).toBe(name)
  })
})
