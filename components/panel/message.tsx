import type { ReactNode } from 'react'
import { FocusedHeading } from './focused-heading'
import panel from './panel.module.css'
import { Sign } from './sign'

type MessageProps = {
  sign: Parameters<typeof Sign>[0]
  heading: string
  /** The message replaced another one, so its heading takes the focus. */
  isNews?: boolean
  children?: ReactNode
}

/** One message: sign, heading, a few lines, perhaps a way on. */
export function Message({ sign, heading, isNews = false, children }: MessageProps) {
  return (
    <div className={panel.message}>
      <Sign {...sign} />
      {isNews ? <FocusedHeading>{heading}</FocusedHeading> : <h1>{heading}</h1>}
      {children}
    </div>
  )
}
