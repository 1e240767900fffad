import type { Page } from '@playwright/test'

/** Red, green and blue, 0 to 255. */
export type Colour = [number, number, number]

type TextColours = { text: string; ink: Colour; ground: Colour }

/** Every text a page shows, with its colour and the colour behind it. */
export const coloursSeen = (page: Page): Promise<TextColours[]> =>
  page.evaluate(() => {
    const parse = (css: string) => (css.match(/[\d.]+/g) ?? []).map(Number)
    const groundOf = (element: Element | null): number[] => {
      for (let one = element; one; one = one.parentElement) {
        const [red = 0, green = 0, blue = 0, alpha = 1] = parse(getComputedStyle(one).backgroundColor)
        if (alpha === 1) return [red, green, blue]
      }
      return [255, 255, 255]
    }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const seen: TextColours[] = []
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const { parentElement: element } = node
      const text = node.textContent?.trim()
      if (!text || !element?.checkVisibility({ opacityProperty: true })) continue
      const ink = parse(getComputedStyle(element).color).slice(0, 3)
      seen.push({ text, ink: ink as Colour, ground: groundOf(element) as Colour })
    }
    return seen
  })

/** Relative luminance, 0 to 1 (WCAG 2.2). */
export function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.map((value) => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** Luminance of the photographic negative. */
export const negative = ([red, green, blue]: Colour): number =>
  luminance([255 - red, 255 - green, 255 - blue])

/** Luminance once the lightness (CIELAB L*) is turned over and the hue kept, as mail programs darken a message. */
export function relit(colour: Colour): number {
  const bright = luminance(colour)
  const lightness = bright > 216 / 24389 ? 116 * Math.cbrt(bright) - 16 : (bright * 24389) / 27
  const turned = 100 - lightness
  return turned > 8 ? ((turned + 16) / 116) ** 3 : (turned * 27) / 24389
}

/** Contrast ratio of two luminances, 1 to 21 (WCAG 2.2, 1.4.3). */
export function contrast(one: number, other: number): number {
  const [dark = 0, light = 0] = [one, other].toSorted((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}
