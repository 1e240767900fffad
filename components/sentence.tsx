import { createElement, Fragment, type ReactNode } from 'react'

/** A dictionary sentence whose `{name}` places are filled with text or elements. */
export function Sentence({ text, fill }: { text: string; fill: Record<string, ReactNode> }) {
  const parts = text.split(/\{(\w+)\}/).map((part, index) => (index % 2 === 0 ? part : fill[part]))
  return createElement(Fragment, null, ...parts)
}
