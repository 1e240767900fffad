import type { ReactNode } from 'react'

type Part = { start: number; text: string }

/** A sentence cut at its places, each part with its offset. */
function partsOf(sentence: string): Part[] {
  let start = 0
  return sentence.split(/(\{\w+\})/).flatMap((text) => {
    start += text.length
    return text === '' ? [] : [{ start: start - text.length, text }]
  })
}

const nameOf = (part: string): string | undefined => /^\{(\w+)\}$/.exec(part)?.[1]

/**
 * A dictionary sentence whose `{name}` places are filled with text or elements. Each part has an element of its own: a
 * browser that translates the page replaces bare texts, and React would no longer find them.
 */
export function Sentence({ text, fill }: { text: string; fill: Record<string, ReactNode> }) {
  return partsOf(text).map((part) => {
    const name = nameOf(part.text)
    return <span key={part.start}>{name === undefined ? part.text : fill[name]}</span>
  })
}
