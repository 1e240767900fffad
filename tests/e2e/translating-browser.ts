import type { Page } from '@playwright/test'

/**
 * Has the page translated as a browser or an extension does it: each text node is taken out and a new one put in its
 * place inside two elements, at once and whenever the page changes.
 */
export const translate = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const isText = (node: Node): node is Text =>
      node instanceof Text && node.data.trim() !== '' && !node.parentElement?.closest('font, script, style')

    function translateBelow(root: Node): void {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
      const texts: Text[] = isText(root) ? [root] : []
      while (walker.nextNode()) if (isText(walker.currentNode)) texts.push(walker.currentNode)
      for (const text of texts) {
        const [outer, inner] = [document.createElement('font'), document.createElement('font')]
        inner.append(text.data)
        outer.append(inner)
        text.replaceWith(outer)
      }
    }

    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        if (isText(target)) translateBelow(target)
        for (const node of addedNodes) if (node.isConnected) translateBelow(node)
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
    translateBelow(document.body)
  })

/**
 * Texts that React holds as nodes of their own, which a translation would take from it. React marks the nodes it holds;
 * a text that is all of its element's content is none of them.
 */
export const heldTexts = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const held: string[] = []
    while (walker.nextNode()) {
      const node = walker.currentNode as Text
      const isHeld = Object.keys(node).some((key) => key.startsWith('__reactFiber$'))
      if (isHeld && node.data.trim() !== '') held.push(`${node.parentElement?.tagName}: ${node.data}`)
    }
    return held
  })
