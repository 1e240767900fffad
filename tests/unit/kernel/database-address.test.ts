import { Client } from 'pg'
import { describe, expect, it } from 'vitest'
import { databaseFields, readDatabaseSettings } from '../../../lib/kernel/env/database'
import { readDatabaseAddress } from '../../../lib/kernel/env/database-address'
import { parseEnv } from '../../../lib/kernel/env/env'

const faultOf = (text: string) => {
  const read = readDatabaseAddress(text)
  return 'fault' in read ? read.fault : undefined
}
const readable = (text: string) => {
  const read = readDatabaseAddress(text)
  if ('fault' in read) throw new Error(read.fault)
  return read
}
/** Where the driver goes with an address, and whether it demands TLS. */
function drivenBy(text: string) {
  const client = new Client({ connectionString: readable(text).url }) as unknown as Record<string, unknown>
  const { host, port, database, user, password, ssl } = client
  return { host, port, database, user, password, ssl: JSON.stringify(ssl) }
}

describe('DATABASE_URL', () => {
  it.each([
    ['postgres://u:p@%2Fsocket%2FDir:5433/db', { host: '/socket/Dir', port: 5433, database: 'db' }],
    ['postgres://u:p@%2fvar%2frun/db', { host: '/var/run', port: 5432, database: 'db' }],
    ['postgres://u:p@localhost/db?host=/socket/Dir', { host: '/socket/Dir', database: 'db' }],
  ])('may name a socket as libpq does: %s', (text, place) => {
    expect(readable(text)).toMatchObject({ isLocal: true, notices: [] })
    expect(drivenBy(text)).toMatchObject({ ...place, user: 'u', password: 'p' })
    const source = {
      NODE_ENV: 'production',
      APP_URL: 'https://a.example',
      AUTH_SECRET: 'k3yb0ard-cat-0123456789-abcdefghijkl',
      EMAIL_TRANSPORT: 'smtp',
      SMTP_URL: 'smtps://mail.example',
    }
    expect(parseEnv({ ...source, DATABASE_URL: text }).databaseUrl).toBe(text)
  })

  it.each(['p%e9', 'p%ss%2Fx', '%zz%2f'])('is read by the check as by the driver: %s', (password) => {
    expect(faultOf(`postgres://u:${password}@h/db`)).toMatch(/%25/)
  })

  it.each([
    ['p%ss', 'p%ss'],
    ['p%25ss%2Fx', 'p%ss/x'],
    ['p%ss%40x', 'p%ss@x'],
    ['cl%C3%A9', 'clé'],
  ])('may hold a %% where the driver reads it as it is meant: %s', (password, meant) => {
    expect(drivenBy(`postgres://u:${password}@h/db`)).toMatchObject({ user: 'u', password: meant })
  })

  it.each([
    'postgres://u:p@one:5432,two:5432/db',
    'postgres://u:p@one,two/db',
    'postgres://u:p@/db?host=one,two',
    'postgres://u:p@/db?host=one%2Ctwo',
    'postgres://one,two/db?target_session_attrs=read-write',
    'postgresql://u:p@one/db?hostaddr=10.0.0.1,10.0.0.2',
  ])('names one host: %s', (text) => {
    expect(faultOf(text)).toContain(
      'names several hosts, and one is taken: name the server that takes writes',
    )
  })

  it('may have commas elsewhere', () => {
    expect(drivenBy('postgres://u,v:p,q@one/d,b')).toMatchObject({
      host: 'one',
      user: 'u,v',
      password: 'p,q',
    })
  })

  it.each([
    '',
    'mysql://one/db',
    'postgres:/one/db',
    'one/db',
    'postgres://u:pa#ss@one/db',
    'postgres://u:p@one:port/db',
  ])('is refused where the driver would guess: %s', (text) => {
    expect(faultOf(text)).toMatch(/^DATABASE_URL must be a postgres:\/\/ address .*%23/)
  })

  it.each(['Require', 'verify_full', 'on', 'true', ''])(
    'has no sslmode that means something else than it says: "%s"',
    (mode) => {
      expect(faultOf(`postgres://u:p@one/db?sslmode=${mode}`)).toContain(
        'sslmode must be one of disable, allow,',
      )
    },
  )

  it.each(['prefer', 'allow'])('says that sslmode=%s never falls back', (mode) => {
    const { notices } = readable(`postgres://u:p@one/db?sslmode=${mode}&x=1`)
    expect(notices).toEqual([
      `DATABASE_URL: sslmode=${mode} counts as require, a connection without TLS is never tried`,
    ])
  })

  // ASVS 12.3.1, 12.3.2, 12.3.4
  it.each(['prefer', 'allow', 'require', 'verify-ca', 'verify-full'])(
    'demands TLS and a trusted server with sslmode=%s',
    (mode) => {
      expect(drivenBy(`postgres://u:p@one/db?sslmode=${mode}`).ssl).toBe('{}')
    },
  )

  it('keeps the meanings of libpq where it asks for them', () => {
    const libpq = (mode: string) => drivenBy(`postgres://u:p@one/db?uselibpqcompat=true&sslmode=${mode}`).ssl
    expect(libpq('require')).toBe('{"rejectUnauthorized":false}')
    expect(libpq('prefer')).toBe('{"rejectUnauthorized":false}')
    expect(libpq('allow')).toBe('{"rejectUnauthorized":false}')
    expect(drivenBy('postgres://u:p@one/db?sslmode=disable').ssl).toBe('false')
  })
})

describe('the other names of the database', () => {
  const read = (more: Record<string, string>) =>
    readDatabaseSettings({ DATABASE_URL: 'postgres://one/db', ...more })

  it('have defaults', () => {
    expect(read({ DATABASE_SCHEMA: '' })).toEqual({
      url: 'postgres://one/db',
      schema: 'public',
      prepare: 'auto',
    })
    expect(Object.keys(databaseFields)).toEqual(['DATABASE_URL', 'DATABASE_SCHEMA', 'DATABASE_PREPARE'])
  })

  it.each(['pg_temp', 'drizzle', 'information_schema', 'App', 'a-b', 'a"b', '1a', 'a'.repeat(64)])(
    'refuse the schema %s',
    (schema) => {
      expect(read({ DATABASE_SCHEMA: schema })).toEqual({
        faults: [expect.stringContaining('DATABASE_SCHEMA must be')],
      })
    },
  )

  it('are judged together with the address', () => {
    expect(readDatabaseSettings({ DATABASE_PREPARE: 'yes' })).toEqual({
      faults: [
        expect.stringContaining('DATABASE_URL is missing'),
        'DATABASE_PREPARE must be auto, on or off',
      ],
    })
  })
})
