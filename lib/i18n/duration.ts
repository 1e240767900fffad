const pad = (value: number): string => String(value).padStart(2, '0')

/** Whole `seconds` as people read them in French and in English alike: `42 s`, `2 min 05 s`, `1 h 05 min`. */
export function duration(seconds: number): string {
  if (seconds <= 60) return `${seconds}\u00a0s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)}\u00a0min\u00a0${pad(seconds % 60)}\u00a0s`
  const minutes = Math.ceil(seconds / 60)
  return `${Math.floor(minutes / 60)}\u00a0h\u00a0${pad(minutes % 60)}\u00a0min`
}
