import type { ReactNode } from 'react'

type FoldProps = { label: string; isRefused: boolean; isFolded?: boolean; children: ReactNode }

/** An act behind its name, if it is folded. A refusal unfolds it: without JavaScript the page would hide why, and the proof that it asks for. */
export function Fold({ label, isRefused, isFolded, children }: FoldProps) {
  if (!isFolded) return children
  return (
    <details open={isRefused}>
      <summary>{`${label}…`}</summary>
      {children}
    </details>
  )
}
