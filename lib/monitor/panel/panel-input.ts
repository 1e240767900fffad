import type { Uptime } from '../beat/uptime'
import type { Latest, Trends } from '../gauge/gauges'
import type { Window } from './span'

/** The part of a report that several panels are made of, read once for all. */
export type PanelInput = {
  window: Window
  uptime: Uptime
  /** Points at which some instance lived: nothing counted there means none. */
  alive: Set<number>
  /** The newest readings. */
  latest: Latest
  /** The readings of each point. */
  trends: Trends
}
