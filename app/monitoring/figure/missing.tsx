import type { View } from '../view'

/** Why a figure is not available, where a reason was given. */
export function Missing({ why, texts }: { why?: string; texts: View['texts'] }) {
  if (why === undefined) return null
  const known = (texts.reasons as Record<string, string>)[why]
  return <span>{known ?? texts.otherReason.replace('{reason}', why)}</span>
}
