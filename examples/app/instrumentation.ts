import { huntazeUrl, webhookSecret } from './studio/settings'

/** A missing setting stops the start. It also keeps Next.js from taking the file of this name two folders up for ours. */
export function register(): void {
  huntazeUrl()
  webhookSecret()
}
