import { PRODUCT } from '../../kernel/brand'
import type { Locale } from '../../kernel/locale'

/** Colours and shapes of `app/globals.css`, whose file has another name in each build. */
const STYLE = `
:root{color-scheme:light dark;--ground:#fbfaf7;--surface:#fff;--text:#1c1a25;--muted:#5c586b;--line:#e5e1ec;--accent:#5646d6;--on:#fff}
@media(prefers-color-scheme:dark){:root{--ground:#14131a;--surface:#1e1d26;--text:#ecebf3;--muted:#aba8ba;--line:#32303e;--accent:#a79cff;--on:#16122f}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1.5rem;background:var(--ground);color:var(--text);font:1rem/1.6 system-ui,sans-serif}
main{max-width:28rem;padding:clamp(1.5rem,6vw,2.5rem);border:1px solid var(--line);border-radius:24px;background:var(--surface);text-align:center}
h1{margin:0 0 .75rem;font-size:clamp(1.625rem,5vw,2rem);line-height:1.2;text-wrap:balance}
p{margin:0 0 1.75rem;color:var(--muted)}
a{display:inline-flex;align-items:center;justify-content:center;min-height:48px;margin:.25rem;padding:0 1.5rem;border-radius:14px;font-weight:600;text-decoration:none;color:var(--on);background:var(--accent)}
a+a{color:var(--text);background:none;box-shadow:inset 0 0 0 1px var(--line)}
a:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
`

type PlainPage = {
  locale: Locale
  heading: string
  lead: string
  /** Ways on, the usual one first; paths of this site. */
  links: { href: string; text: string }[]
  /** Where the page leads by itself, at once. */
  onward?: string
}

/** Text between double quotes in an attribute. */
const quoted = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')

/** A page of a few words, whole and without a script, for what Next.js renders no page for. Its texts are ours, and hold no HTML. */
export const plainPage = ({ locale, heading, lead, links, onward }: PlainPage): string => `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
${onward === undefined ? '' : `<meta http-equiv="refresh" content="0;url=${quoted(onward)}">\n`}<title>${heading} · ${PRODUCT}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${heading}</h1>
<p>${lead}</p>
${links.map(({ href, text }) => `<a href="${quoted(href)}">${text}</a>`).join('')}
</main>
</body>
</html>
`
