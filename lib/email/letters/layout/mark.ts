import { PRODUCT } from '../../../kernel/brand'
import { BRAND_COLOUR, STYLE } from './theme'

const bar = `<td width="4" height="19" bgcolor="#ffffff" style="${STYLE.markBar}"></td>`

/** Outlook for Windows draws a bar where others draw the triangle: it gets the space between the bars alone. */
const play = `<td width="9" height="19" align="center" style="${STYLE.markGap}"><!--[if !mso]><!--><div style="${STYLE.markPlay}"></div><!--<![endif]--></td>`

/** The mark of `app/icon.svg`, drawn with table cells: it is there where images are off, and nothing is loaded. */
const mark =
  '<table role="presentation" aria-hidden="true" align="center" cellpadding="0" cellspacing="0" border="0" style="border-collapse:separate">' +
  `<tr>${bar}${play}${bar}</tr></table>`

/** The mark and the name, as the pages carry them on top. */
export const brandHtml =
  '<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="border-collapse:separate"><tr>' +
  `<td width="32" height="32" align="center" valign="middle" bgcolor="${BRAND_COLOUR}" style="${STYLE.mark}">${mark}</td>` +
  `<td class="ink" valign="middle" style="${STYLE.brandName}">${PRODUCT}</td></tr></table>`
