import { expect, it } from 'vitest'
import { clientName, countryName, deviceName } from '../../../lib/i18n/device'

const TEXTS = { device: '{browser} sur {system}', unknown: 'Navigateur inconnu' }

it('names a client by what is known of it', () => {
  const name = (browser: string | null, system: string | null) => deviceName(TEXTS, { browser, system })
  expect(name('Firefox', 'Windows')).toBe('Firefox sur Windows')
  expect(name('Firefox', null)).toBe('Firefox')
  expect(name(null, 'Windows')).toBe('Windows')
  expect(name(null, null)).toBe('Navigateur inconnu')
})

it('adds the country in the reader’s language, where there is one of that code', () => {
  const of = (country: string | null) =>
    clientName(TEXTS, 'fr', { browser: 'Safari', system: 'iOS', country })
  expect(of('DE')).toBe('Safari sur iOS\u00a0· Allemagne')
  expect(of(null)).toBe('Safari sur iOS')
  expect(of('XQ')).toBe('Safari sur iOS')
  expect(countryName('en', 'DE')).toBe('Germany')
})
