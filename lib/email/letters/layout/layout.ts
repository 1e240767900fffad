import type { Block, EmailDocument, Inline } from './blocks'
import { brandHtml } from './mark'
import { needsIsolation, unlinked } from './name'
import { ACCENT_COLOUR, PAGE_COLOUR, SHEET, STYLE } from './theme'

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text made safe for an element's content and for a quoted attribute. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char)

function nameHtml(name: string): string {
  const shown = escaped(unlinked(name))
  return needsIsolation(name) ? `<span dir="auto" style="unicode-bidi:isolate">${shown}</span>` : shown
}

const inlineHtml = (content: Inline[]): string =>
  content.map((part) => (typeof part === 'string' ? escaped(part) : nameHtml(part.name))).join('')

/** A button every mail program draws: the cell carries colour and padding for Outlook, the link for all others. */
const buttonHtml = (label: string, href: string): string =>
  `<table role="presentation" class="wide" cellpadding="0" cellspacing="0" border="0" style="${STYLE.buttonTable}"><tr>` +
  `<td class="cta" align="center" bgcolor="${ACCENT_COLOUR}" style="${STYLE.buttonCell}">` +
  `<a class="cta" href="${escaped(href)}" target="_blank" style="${STYLE.button}">${escaped(label)}</a>` +
  '</td></tr></table>'

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h1 class="ink title" style="${STYLE.heading}">${inlineHtml(block.content)}</h1>`
    case 'paragraph':
      return `<p class="ink" style="${STYLE.paragraph}">${inlineHtml(block.content)}</p>`
    case 'button':
      return buttonHtml(block.label, block.href)
    case 'fallback': {
      // The address itself is no link: filters would count it twice more, and nobody can mark a link on a phone.
      const [href, text] = [escaped(block.href), escaped(block.link)]
      const link = `<a class="accent" href="${href}" target="_blank" style="${STYLE.link}">${text}</a>`
      const label = escaped(block.label).replace('{link}', () => link)
      return `<p class="muted" style="${STYLE.fallback}">${label}<br><span class="ink" style="${STYLE.address}">${href}</span></p>`
    }
    case 'code':
      return (
        `<p class="ink" style="${STYLE.paragraph}">${escaped(block.label)}</p>` +
        `<p class="ink" style="${STYLE.code}">${escaped(block.code)}</p>`
      )
    case 'note':
      return `<p class="muted" style="${STYLE.note}">${inlineHtml(block.content)}</p>`
  }
}

const head = (subject: string): string => `<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">
<title>${escaped(subject)}</title>
<style>${SHEET}</style>
</head>`

/**
 * The HTML body: tables, 600 px, no picture and nothing loaded from anywhere. `lang` is repeated inside `body`
 * because web mail drops the `html` element.
 */
export function renderHtml({ locale, subject, preheader, blocks, footer }: EmailDocument): string {
  return `<!doctype html>
<html lang="${locale}" dir="ltr">
${head(subject)}
<body class="page" style="${STYLE.body}">
<div lang="${locale}" dir="ltr" role="article" aria-label="${escaped(subject)}">
<div style="${STYLE.preheader}">${escaped(preheader)}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="${PAGE_COLOUR}" style="${STYLE.page}"><tr>
<td class="outer" align="center" style="${STYLE.outer}">
<!--[if mso]><table role="presentation" width="600" align="center" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="${STYLE.column}">
<tr><td align="left" style="${STYLE.brand}">${brandHtml}</td></tr>
<tr><td class="card" align="left" style="${STYLE.card}">
${blocks.map(blockHtml).join('\n')}
</td></tr>
<tr><td class="muted" align="left" style="${STYLE.footer}">${footer.map(escaped).join('<br>')}</td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td>
</tr></table>
</div>
</body>
</html>
`
}
