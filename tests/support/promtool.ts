import { spawnSync } from 'node:child_process'

const hasPromtool = spawnSync('promtool', ['--version']).status === 0

/** The name that a sample's help stands under; a histogram's three kinds of sample share it. */
const familyOf = (name: string): string => name.replace(/_(bucket|sum|count)$/, '')

/** Names of samples without a help text: what promtool finds oftener than anything else. */
function unhelped(text: string): string[] {
  const lines = text.split('\n')
  const helped = new Set(lines.flatMap((line) => /^# HELP (\S+) \S/.exec(line)?.[1] ?? []))
  const named = lines.flatMap((line) => /^\w+/.exec(line)?.[0] ?? [])
  return [...new Set(named)].filter((name) => !helped.has(name) && !helped.has(familyOf(name)))
}

/** Faults of metrics, as `promtool check metrics` writes them; without promtool, names without help alone. */
export function faultsOfMetrics(text: string): string {
  if (!hasPromtool) return unhelped(text).join('\n')
  const { stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' })
  return stdout + stderr + unhelped(text).join('\n')
}
