import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { verification as verificationLetter } from '../../../../lib/email/letters/verification'
import { welcome as welcomeLetter } from '../../../../lib/email/letters/welcome'
import { HOUR } from '../../../../lib/kernel/clock'
import { LOCALES, type Locale } from '../../../../lib/kernel/locale'

const LINK = `https://auth.huntaze.test/auth/verify-email?token=${'0f'.repeat(32)}`
const APP_URL = 'https://auth.huntaze.test'
const HEAD = { answersAreRead: false, facts: {}, contact: 'aide@huntaze.test' }
const DASHBOARD = `${APP_URL}/dashboard`

/** Placeholders of template engines, `printf` and `String.replace`. */
const PLACEHOLDERS = `\${7*7} {{7*7}} %s $& $1 {name} {duration}`

const verification = (name = 'Jean Dupont', locale: Locale = 'fr') =>
  verificationLetter.render({ name, link: LINK, locale, lifetime: 24 * HOUR, ...HEAD })
const welcome = (name = 'Jean Dupont', locale: Locale = 'fr') =>
  welcomeLetter.render({ name, appUrl: APP_URL, locale, ...HEAD })

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' }
const decoded = (html: string) => html.replace(/&(lt|gt|quot|#39|amp);/g, (_, name) => ENTITIES[name] ?? '')

/** Start tags with their attributes, in order. A text that became markup would change it. */
const elements = (html: string) =>
  [...html.matchAll(/<[a-z!/][^>]*>/gi)].map(([tag]) => tag).filter((tag) => !tag.startsWith('</'))

/** Visible text of the HTML, line by line, without invisible joints and isolates. */
const seen = (html: string) =>
  decoded(
    html
      .replace(/<head>[\s\S]*<\/head>|<div style="display:none[^>]*>[^<]*<\/div>|<!--[\s\S]*?-->/g, '')
      .replace(/<(br|\/p|\/h1|\/td)>/g, '\n')
      .replace(/<[^>]*>/g, ''),
  )
    .replace(/\u200c/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

const linksOf = (html: string) => [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => decoded(href ?? ''))

describe('the fixed words', () => {
  test('verification, in French', () => {
    const { subject, html, text } = verification()
    expect(subject).toBe('Vérifiez votre email')
    expect(seen(html)).toEqual(
      expect.arrayContaining(['Bienvenue Jean Dupont ! 👋', 'Vérifier mon email', LINK]),
    )
    expect(text).toContain('Bienvenue Jean Dupont ! 👋\n')
    expect(text).toContain(`Vérifier mon email\n${LINK}\n`)
    // Unbroken by tags too, so that a search of the source finds them.
    expect(html).toContain('Bienvenue Jean Dupont ! 👋')
    expect(html).toContain('>Vérifier mon email</a>')
  })

  test('verification, in English', () => {
    const { subject, html, text } = verification('Jean', 'en')
    expect(subject).toBe('Verify your email')
    expect(html).toContain('Welcome Jean! 👋')
    expect(html).toContain('>Verify my email</a>')
    expect(text).toContain(`Verify my email\n${LINK}\n`)
  })

  test('welcome, in French', () => {
    const { subject, html, text } = welcome()
    expect(subject).toBe('Bienvenue sur Huntaze ! 🎉')
    expect(html).toContain('Votre email est vérifié ! 🎉')
    expect(html).toContain('>Accéder au dashboard</a>')
    expect(text).toContain('Votre email est vérifié ! 🎉\n')
    expect(text).toContain(`Accéder au dashboard\n${DASHBOARD}\n`)
  })

  test('welcome, in English', () => {
    const { subject, html } = welcome('Jean', 'en')
    expect(subject).toBe('Welcome to Huntaze! 🎉')
    expect(html).toContain('Your email is verified! 🎉')
    expect(html).toContain('>Go to the dashboard</a>')
  })
})

describe('the verification e-mail says', () => {
  test.each([
    ['fr', 24, 'valable 24\u00a0heures'],
    ['fr', 1, 'valable 1\u00a0heure.'],
    ['en', 24, 'valid for 24 hours'],
    ['en', 1, 'valid for 1 hour.'],
  ] as const)('how long its link works: %s, %d', (locale, expiresInHours, words) => {
    const head = { name: 'Jean', locale, ...HEAD }
    const { html, text } = verificationLetter.render({ ...head, link: LINK, lifetime: expiresInHours * HOUR })
    expect(html).toContain(words)
    expect(text).toContain(words)
  })

  test('why it came, and what to do when it was somebody else', () => {
    expect(verification().text).toMatch(
      /quelqu’un a créé un compte[\s\S]*choisissez «\u00a0Ce n’était pas moi\u00a0»/,
    )
    expect(verification('Jean', 'en').text).toMatch(/somebody created[\s\S]*choose “This was not me”/)
  })
})

describe.each(LOCALES)('in %s', (locale) => {
  const emails = { verification: verification('Zoë', locale), welcome: welcome('Zoë', locale) }

  test.each(Object.entries(emails))('the %s plain text says what the HTML says', (_kind, { html, text }) => {
    const lines = text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
    // Lines of one body alone: the brand above the card and the way around a button; the signature's mark.
    const fallback = /^(Le bouton ne fonctionne pas|The button does not work)/
    const inHtml = seen(html).filter((line) => line !== 'Huntaze' && !fallback.test(line))
    expect(new Set(lines.filter((line) => line !== '--'))).toEqual(new Set(inHtml))
  })

  test.each(Object.entries(emails))(
    'the %s leads nowhere else and loads nothing',
    (_kind, { html, text }) => {
      const [target] = linksOf(html)
      expect([LINK, DASHBOARD]).toContain(target)
      expect(linksOf(html)).toEqual([target, target])
      expect(text.match(/https?:\S+/g)).toEqual([target])
      expect(decoded(html).match(/https?:[^"<\s]+/g)).toEqual([target, target, target])
      expect(html).not.toMatch(
        /<(img|script|link|iframe|svg|object|video)\b|\bsrc=|url\(|@import|@font-face/i,
      )
    },
  )

  test.each(Object.entries(emails))('the %s is whole under every reader', (_kind, { html }) => {
    expect(Buffer.byteLength(html)).toBeLessThan(20_000)
    expect(html).toContain(`<html lang="${locale}"`)
    expect(html).toContain('<meta name="color-scheme" content="light dark">')
    expect(html).toContain('<meta name="supported-color-schemes" content="light dark">')
    expect(html).toContain('@media (prefers-color-scheme:dark)')
    // Gmail drops a style sheet above 8 KB, and a message it finds unbalanced is repaired in ways of its own.
    expect(/<style>([\s\S]*)<\/style>/.exec(html)?.[1]?.length).toBeLessThan(8192)
    for (const tag of ['table', 'tr', 'td', 'p', 'a', 'div', 'h1']) {
      const opened = html.match(new RegExp(`<${tag}[ >]`, 'g'))?.length
      expect([tag, html.match(new RegExp(`</${tag}>`, 'g'))?.length]).toEqual([tag, opened])
    }
  })
})

test('French punctuation never stands alone on a line', () => {
  const ours = [verification().text, welcome().text]
    .join('\n')
    .replace(/Bienvenue .* ! 👋|Votre email .* ! 🎉/g, '')
  expect(ours).not.toMatch(/ [!?:;»]/)
})

describe('a name', () => {
  const names = [
    '<img src=x onerror=alert(1)>',
    '</h1></td></table><a href="https://evil.example">',
    '"><script>alert(1)</script>',
    '<!-- --> & &amp; &lt;b&gt;',
    PLACEHOLDERS,
    'Jean\r\nBcc: eve@example.com\r\n\r\nhttps://evil.example',
    '\u202egnp.exe\u2066',
    '👩🏽‍🎤',
    '',
  ]

  // ASVS 1.1.2, 1.2.1
  test.each(names)('stays text: %j', (name) => {
    for (const [hostile, plain] of [
      [verification(name), verification()],
      [welcome(name), welcome()],
    ] as const) {
      expect(elements(hostile.html)).toEqual(elements(plain.html))
      expect(linksOf(hostile.html)).toEqual(linksOf(plain.html))
      expect(hostile.text.split('\n')).toHaveLength(plain.text.split('\n').length)
      expect(hostile.subject).toBe(plain.subject)
    }
  })

  // ASVS 1.2.1, 1.3.7
  test('always stays text', () => {
    const expected = elements(verification().html)
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'<>"\'&;=/!-[]{}$%ab1 \n\r\t\u2028`\\'), maxLength: 40 }),
        (name) => {
          const { html, text } = verification(name)
          expect(elements(html)).toEqual(expected)
          expect(text.startsWith(`Bienvenue ${name.replace(/[\n\r\t\u2028]+/g, ' ').trim()} ! 👋\n\n`)).toBe(
            true,
          )
          expect(seen(html)).toContain(`Bienvenue ${name.replace(/[\n\r\t\u2028]+/g, ' ').trim()} ! 👋`)
        },
      ),
      { numRuns: 500 },
    )
  })

  // ASVS 1.3.7
  test('is read literally where it looks like a placeholder', () => {
    const name = PLACEHOLDERS
    expect(verification(name).text).toContain(`Bienvenue ${name} ! 👋\n`)
    expect(seen(verification(name).html)).toContain(`Bienvenue ${name} ! 👋`)
  })

  test('written from right to left leaves the words around it in their order', () => {
    const { html, text } = verification('محمد')
    expect(html).toContain('Bienvenue <span dir="auto" style="unicode-bidi:isolate">محمد</span> ! 👋')
    expect(text).toContain('Bienvenue \u2068محمد\u2069 ! 👋')
  })

  test('cannot bring marks that turn the text after it', () => {
    const { html, text } = verification('a\u202eb\u2067c\u200fd')
    expect(html).toContain('Bienvenue abcd ! 👋')
    expect(text).toContain('Bienvenue abcd ! 👋')
  })

  test('does not become a link in a mail program, and stays as typed in the plain text', () => {
    const { html, text } = verification('https://evil.example eve@evil.example')
    expect(html).toContain('Bienvenue https:\u200c//evil.\u200cexample eve@\u200cevil.\u200cexample ! 👋')
    expect(text).toContain('Bienvenue https://evil.example eve@evil.example ! 👋')
    expect(verification('J. R. R. Tolkien').html).toContain('Bienvenue J. R. R. Tolkien ! 👋')
  })
})
