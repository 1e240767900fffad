import { type DatabaseSettings, readDatabaseSettings } from '../lib/kernel/env/database'
import { ScriptError } from './run-script'

/** The database's part of the configuration, which is all that a command on it needs. @throws ScriptError */
export function databaseSettings(env: Record<string, string | undefined>): DatabaseSettings {
  const read = readDatabaseSettings(env)
  if ('faults' in read) throw new ScriptError(read.faults.join('; '))
  return read
}
