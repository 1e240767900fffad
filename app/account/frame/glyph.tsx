const SHAPES = {
  profile: 'M12 11.5a3.75 3.75 0 1 0 0-7.5 3.75 3.75 0 0 0 0 7.5M5 20c.4-3.6 3.3-5.6 7-5.6s6.6 2 7 5.6',
  security: 'M12 3.5 5.5 6v5.6c0 4 2.7 7.2 6.5 8.4 3.8-1.2 6.5-4.4 6.5-8.4V6zM9.2 11.9l2 2 3.7-4',
  sessions: 'M5.5 16V7.5A1.5 1.5 0 0 1 7 6h10a1.5 1.5 0 0 1 1.5 1.5V16M3.5 18.5h17',
  activity: 'M3.5 12.5H7l2.6-7 4.5 13 2.6-6h3.8',
  data: 'M12 4v10.5m-3.8-3.7 3.8 3.8 3.8-3.8M5 16.5v1.7A1.8 1.8 0 0 0 6.8 20h10.4a1.8 1.8 0 0 0 1.8-1.8v-1.7',
  computer: 'M5.5 16V7.5A1.5 1.5 0 0 1 7 6h10a1.5 1.5 0 0 1 1.5 1.5V16M3.5 18.5h17',
  phone:
    'M8.5 3.5h7A1.5 1.5 0 0 1 17 5v14a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 7 19V5a1.5 1.5 0 0 1 1.5-1.5M11 17.5h2',
} as const

/** A sign beside its words; to a screen reader it says nothing. */
export const Icon = ({ shape }: { shape: keyof typeof SHAPES }) => (
  <svg
    viewBox="0 0 24 24"
    width="24"
    height="24"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.7"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    <path d={SHAPES[shape]} />
  </svg>
)
