/** Lines over a common horizontal axis, in panels below each other. A NaN breaks a line. */
export type Plot = {
  title: string
  /** Label of the horizontal axis, with its unit. */
  across: string
  marks: { at: number; label: string }[]
  panels: {
    /** Label of the vertical axis, with its unit. */
    label: string
    scale: 'linear' | 'logarithmic'
    series: { name: string; colour: string; points: [x: number, y: number][] }[]
  }[]
}

type Panel = Plot['panels'][number]

const WIDTH = 860
const LEFT = 64
const RIGHT = 120
const TOP = 56
const PANEL = 190
const GAP = 34
const BOTTOM = 48
const INK = '#1c1a25'
const MUTED = '#5c586b'
const LINE = '#e5e1ec'

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const text = (x: number, y: number, content: string, more = ''): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${escaped(content)}</text>`

/** Round values from 0 to at least `highest`, about four of them. */
function linearTicks(highest: number): number[] {
  const rough = highest / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power
  return Array.from({ length: Math.ceil(highest / step) + 1 }, (_, index) => index * step)
}

/** Powers of ten around the values. */
function logarithmicTicks(lowest: number, highest: number): number[] {
  const [from, to] = [Math.floor(Math.log10(lowest)), Math.ceil(Math.log10(highest))]
  return Array.from({ length: to - from + 1 }, (_, index) => 10 ** (from + index))
}

function ticksOf({ scale, series }: Panel): number[] {
  const values = series.flatMap(({ points }) => points.map(([, y]) => y)).filter((y) => y > 0)
  const [lowest, highest] = [Math.min(...values), Math.max(...values)]
  return scale === 'linear' ? linearTicks(highest) : logarithmicTicks(lowest, highest)
}

function pathOf(points: [number, number][], x: (at: number) => number, y: (value: number) => number): string {
  let isDrawing = false
  const parts = points.map(([at, value]) => {
    if (!(value > 0)) {
      isDrawing = false
      return ''
    }
    const part = `${isDrawing ? 'L' : 'M'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`
    isDrawing = true
    return part
  })
  return parts.join('')
}

function drawPanel(panel: Panel, top: number, x: (at: number) => number): string {
  const ticks = ticksOf(panel)
  const shape = (value: number) => (panel.scale === 'linear' ? value : Math.log10(value))
  const [low, high] = [shape(ticks[0] ?? 0), shape(ticks.at(-1) ?? 1)]
  const y = (value: number) => top + PANEL - ((shape(value) - low) / (high - low)) * PANEL
  const grid = ticks.flatMap((tick) => [
    `<path d="M${LEFT} ${y(tick).toFixed(1)}H${WIDTH - RIGHT}" stroke="${LINE}"/>`,
    text(LEFT - 8, y(tick) + 4, tick.toLocaleString('en'), 'text-anchor="end" fill="#5c586b"'),
  ])
  const lines = panel.series.map(
    ({ colour, points }) =>
      `<path d="${pathOf(points, x, y)}" fill="none" stroke="${colour}" stroke-width="1.5"/>`,
  )
  const names = panel.series.map(({ name, colour }, index) =>
    text(WIDTH - RIGHT + 12, top + 12 + index * 18, name, `fill="${colour}" font-weight="600"`),
  )
  const label = text(LEFT, top - 9, panel.label, `fill="${INK}" font-weight="600"`)
  return [label, ...grid, ...lines, ...names].join('\n')
}

/** Draws a plot as a document of SVG, on a light ground. */
export function svg({ title, across, marks, panels }: Plot): string {
  const last = Math.max(
    ...panels.flatMap(({ series }) => series.flatMap(({ points }) => points.map(([at]) => at))),
  )
  const height = TOP + panels.length * (PANEL + GAP) - GAP + BOTTOM
  const floor = height - BOTTOM
  const x = (at: number) => LEFT + (at / last) * (WIDTH - LEFT - RIGHT)
  const times = linearTicks(last).filter((at) => at <= last)
  const drawn = [
    text(LEFT, 24, title, `fill="${INK}" font-size="15" font-weight="600"`),
    ...panels.map((panel, index) => drawPanel(panel, TOP + index * (PANEL + GAP), x)),
    ...times.map((at) =>
      text(x(at), floor + 18, at.toLocaleString('en'), `text-anchor="middle" fill="${MUTED}"`),
    ),
    text((LEFT + WIDTH - RIGHT) / 2, floor + 38, across, `text-anchor="middle" fill="${MUTED}"`),
    ...marks.flatMap(({ at, label }) => [
      `<path d="M${x(at).toFixed(1)} ${TOP}V${floor}" stroke="#b3261e" stroke-dasharray="4 3"/>`,
      text(x(at) + 6, TOP + 14, label, 'fill="#b3261e"'),
    ]),
  ]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="12" role="img">
<title>${escaped(title)}</title>
<rect width="${WIDTH}" height="${height}" fill="#fff"/>
${drawn.join('\n')}
</svg>
`
}
