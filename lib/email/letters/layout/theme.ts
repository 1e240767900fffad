/**
 * The look of an e-mail. Light values are written on each element (Gmail and Outlook ignore much of a style sheet),
 * dark values stand in the sheet under the class of the same name. Every text reaches 4.5:1 (WCAG 2.2, 1.4.3).
 */
const LIGHT = {
  page: '#f5f4fb',
  card: '#ffffff',
  line: '#e6e3f2',
  ink: '#1c1a2b',
  muted: '#625f76',
  accent: '#5646d6',
  onAccent: '#ffffff',
}

const DARK: typeof LIGHT = {
  page: '#14131a',
  card: '#1e1d26',
  line: '#34323f',
  ink: '#ecebf3',
  muted: '#aeabc0',
  accent: '#a79cff',
  onAccent: '#14131a',
}

const FONT =
  "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Helvetica,Arial,sans-serif"

/** Colour of the mark: the same in light and dark, as on the pages. */
export const BRAND_COLOUR = '#5646d6'
const BRAND_WARM = '#ffd9c2'

/** The inline style of each part. */
export const STYLE = {
  body: `margin:0;padding:0;width:100%;background:${LIGHT.page};-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%`,
  page: `background:${LIGHT.page}`,
  // Neither a colour nor a size of its own: filters count text that could not be read.
  preheader: 'display:none;max-height:0;overflow:hidden;opacity:0;mso-hide:all',
  outer: 'padding:40px 16px 48px',
  column: 'width:100%;max-width:600px;border-collapse:separate',
  brand: 'padding:0 8px 20px',
  brandName: `padding:0 0 0 10px;${FONT};font-size:20px;line-height:32px;font-weight:700;letter-spacing:-0.5px;color:${LIGHT.ink}`,
  mark: `width:32px;height:32px;padding:0;border-radius:9px;background:${BRAND_COLOUR}`,
  markBar: 'width:4px;height:19px;padding:0;border-radius:2px;background:#ffffff;font-size:0;line-height:0',
  markGap: 'width:9px;height:19px;padding:0;font-size:0;line-height:0',
  markPlay: `width:0;height:0;margin:0 auto;border-style:solid;border-width:4px 0 4px 6px;border-color:transparent transparent transparent ${BRAND_WARM}`,
  card: `padding:48px;background:${LIGHT.card};border:1px solid ${LIGHT.line};border-radius:20px`,
  heading: `margin:0 0 20px;${FONT};font-size:28px;line-height:36px;font-weight:700;letter-spacing:-0.5px;color:${LIGHT.ink};overflow-wrap:anywhere;text-wrap:balance`,
  paragraph: `margin:0 0 16px;${FONT};font-size:16px;line-height:26px;color:${LIGHT.ink};overflow-wrap:anywhere;text-wrap:pretty`,
  buttonTable: 'margin:32px 0;border-collapse:separate',
  buttonCell: `border-radius:12px;background:${LIGHT.accent};mso-padding-alt:16px 32px`,
  button: `display:inline-block;padding:16px 32px;border-radius:12px;${FONT};font-size:16px;line-height:24px;font-weight:600;text-align:center;text-decoration:none;color:${LIGHT.onAccent};background:${LIGHT.accent}`,
  fallback: `margin:28px 0 24px;padding:0 0 28px;border-bottom:1px solid ${LIGHT.line};${FONT};font-size:14px;line-height:22px;color:${LIGHT.muted}`,
  link: `color:${LIGHT.accent};text-decoration:underline`,
  code: `margin:0 0 24px;${FONT};font-size:28px;line-height:36px;font-weight:700;letter-spacing:4px;color:${LIGHT.ink}`,
  address: `color:${LIGHT.ink};word-break:break-all`,
  note: `margin:0 0 8px;${FONT};font-size:14px;line-height:22px;color:${LIGHT.muted};text-wrap:pretty`,
  footer: `padding:24px 8px 0;${FONT};font-size:13px;line-height:20px;color:${LIGHT.muted};text-wrap:pretty`,
}

export const PAGE_COLOUR = LIGHT.page
export const ACCENT_COLOUR = LIGHT.accent

/** One colour set under a selector prefix: a media query for most programs, an attribute for Outlook on the web. */
const dark = (prefix: string): string =>
  [
    `.page{background:${DARK.page}!important}`,
    `.card{background:${DARK.card}!important;border-color:${DARK.line}!important}`,
    `.ink{color:${DARK.ink}!important}`,
    `.muted{color:${DARK.muted}!important;border-color:${DARK.line}!important}`,
    `.accent{color:${DARK.accent}!important}`,
    `.cta{background:${DARK.accent}!important;color:${DARK.onAccent}!important}`,
  ]
    .map((rule) => `${prefix}${rule}`)
    .join('')

export const SHEET = [
  ':root{color-scheme:light dark;supported-color-schemes:light dark}',
  // Text that iOS turns into links by itself keeps its look.
  'a[x-apple-data-detectors]{color:inherit!important;text-decoration:none!important}',
  '@media (max-width:480px){.outer{padding:24px 12px 32px!important}.card{padding:32px 24px!important}.title{font-size:24px!important;line-height:32px!important}.wide{width:100%!important}.wide a{display:block!important}}',
  `@media (prefers-color-scheme:dark){${dark('')}}`,
  dark('[data-ogsc] '),
].join('')
