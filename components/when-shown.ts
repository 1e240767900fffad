/**
 * Runs `action` once the page is before somebody's eyes: at once, or when a page that the browser made ready ahead of
 * time (`document.prerendering`, Prerendering Revamped) is turned to. @returns a function that cancels it
 */
export function whenShown(action: () => void): (() => void) | undefined {
  if (!('prerendering' in document && document.prerendering)) {
    action()
    return undefined
  }
  document.addEventListener('prerenderingchange', action, { once: true })
  return () => document.removeEventListener('prerenderingchange', action)
}
