import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const FILE = path.resolve('tests/support/bound-requests.json')

/** A request that a browser made by itself. `cookies`: names alone. */
export type RecordedRequest = {
  name: 'registration' | 'refresh without a proof' | 'refresh with a proof'
  at: string
  method: string
  path: string
  cookies: string[]
  headers: Record<string, string>
  status: number
}

/** Requests of one bound session, oldest first, with what they were judged by. */
export type Recording = {
  about: string
  browser: string
  appUrl: string
  authSecret: string
  handle: string
  dbscId: string
  requests: RecordedRequest[]
}

/** The recording of a real browser (`tests/new-ground/recorded.spec.ts` makes it). */
export const readRecording = (): Recording => JSON.parse(readFileSync(FILE, 'utf8'))

export const writeRecording = (recording: Recording): void =>
  writeFileSync(FILE, `${JSON.stringify(recording, null, 2)}\n`)
