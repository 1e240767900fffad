import type { View } from '../view'

/** The reason why a figure is missing, if the report gives one. */
export function Missing({ why, texts }: { why?: string; texts: View['texts'] }) {
  if (why === undefined) return null
  const known = (texts.reasons as Record<string, string>)[why]
  return <span>{known ?? texts.otherReason.replace('{reason}', why)}</span>
}
