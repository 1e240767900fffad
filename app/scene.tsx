import styles from './scene.module.css'

/** A quiet picture of a creator's desk: a video, its sound, a message that arrived. Decoration, hidden from readers. */
export function Scene() {
  return (
    <svg className={styles.scene} viewBox="0 0 440 360" aria-hidden="true">
      <circle cx="330" cy="96" r="92" data-fill="warm" />
      <circle cx="96" cy="262" r="70" data-fill="soft" />
      <g data-card="">
        <rect x="70" y="62" width="300" height="206" rx="26" />
        <rect x="90" y="82" width="260" height="132" rx="16" data-fill="accent" />
        <path
          d="M90 190c46-34 74-30 112-6s74 26 148-22v36a16 16 0 0 1-16 16H106a16 16 0 0 1-16-16z"
          data-fill="veil"
        />
        <circle cx="220" cy="146" r="27" data-fill="paper" />
        <path
          d="M212.500 134.600c0-2.300 2.500-3.700 4.400-2.400l17 11.400c1.700 1.200 1.700 3.700 0 4.900l-17 11.400c-1.900 1.300-4.400-.1-4.400-2.400z"
          data-fill="accent"
        />
        <g data-stroke="accent">
          <path d="M98 241v-6M110 247v-18M122 243v-10M134 250v-24M146 244v-12M158 240v-4M170 246v-16M182 242v-8" />
        </g>
        <g data-stroke="line">
          <path d="M194 240v-4M206 244v-12M218 248v-20M230 242v-8M242 246v-16M254 241v-6M266 244v-12M278 240v-4M290 243v-10M302 247v-18M314 242v-8M326 240v-4M338 243v-10" />
        </g>
      </g>
      <g data-card="">
        <rect x="242" y="236" width="172" height="76" rx="20" />
        <circle cx="280" cy="274" r="20" data-fill="good-soft" />
        <path d="m271.500 274.500 6 6 11.500-12.500" data-stroke="good" />
        <rect x="312" y="260" width="80" height="9" rx="4.500" data-fill="ink" />
        <rect x="312" y="279" width="56" height="9" rx="4.500" data-fill="line" />
      </g>
      <g data-card="">
        <rect x="26" y="128" width="84" height="76" rx="20" />
        <path
          d="M68 183s-19-10.500-19-23.500c0-6 4.400-10 9.700-10 4 0 7.400 2.200 9.300 6 1.900-3.800 5.300-6 9.300-6 5.300 0 9.700 4 9.700 10C87 172.500 68 183 68 183"
          data-fill="rose"
        />
      </g>
    </svg>
  )
}
