import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { REVIEWED, readMigrations } from '../../../lib/db/migrate/migrations'
import { findFaults } from '../../../scripts/migrations/judge'
import { reviewMigrations } from '../../../scripts/migrations/review'
import { typesBefore } from '../../../scripts/migrations/types-before'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const folder = path.join(root, 'drizzle')

const types: Record<string, string> = {
  'users.age': 'integer',
  'users.small': 'smallint',
  'users.big': 'bigint',
  'users.name': 'varchar(20)',
  'users.nick': 'text',
  'users.score': 'real',
}
const faults = (sql: string) => findFaults(sql, (table, column) => types[`${table}.${column}`])

const REFUSED = [
  'DROP TABLE users',
  'LOCK TABLE users',
  'LOCK TABLE users IN ACCESS EXCLUSIVE MODE',
  'LOCK users IN SHARE ROW EXCLUSIVE MODE; LOCK TABLE users IN EXCLUSIVE MODE',
  'drop table if exists "users" cascade',
  'DROP SCHEMA x',
  'DROP DATABASE huntaze',
  'DROP TYPE mood',
  'DROP VIEW v',
  'DROP MATERIALIZED VIEW v',
  'DROP SEQUENCE s',
  'DROP FUNCTION f()',
  'ALTER FUNCTION f() SET search_path = attic',
  'ALTER FUNCTION f() RESET search_path',
  'ALTER FUNCTION f() SET work_mem FROM CURRENT',
  'ALTER FUNCTION f() SECURITY DEFINER SET search_path FROM CURRENT',
  'ALTER PROCEDURE f() SET search_path FROM CURRENT',
  'DROP OWNED BY me',
  'DROP EXTENSION citext',
  'TRUNCATE users',
  'TRUNCATE TABLE ONLY users',
  'DELETE FROM users',
  'DELETE /* all */ FROM users WHERE false',
  'WITH gone AS (DELETE FROM users RETURNING *) INSERT INTO old SELECT * FROM gone',
  'INSERT INTO old WITH gone AS (DELETE FROM users RETURNING *) SELECT * FROM gone',
  'MERGE INTO users USING x ON true WHEN MATCHED THEN DELETE',
  'ALTER TABLE users DROP COLUMN name',
  'ALTER TABLE users DROP name',
  'ALTER TABLE "public"."users" DROP CONSTRAINT users_locale_check',
  'ALTER TABLE IF EXISTS ONLY users DROP COLUMN IF EXISTS name CASCADE',
  'ALTER TABLE users ADD COLUMN a text, DROP COLUMN name',
  'ALTER TABLE users RENAME TO people',
  'ALTER TABLE users RENAME COLUMN name TO nom',
  'ALTER TABLE users RENAME CONSTRAINT a TO b',
  'ALTER INDEX users_email_key RENAME TO other',
  "ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'",
  'ALTER TABLE users SET SCHEMA attic',
  'ALTER TABLE users ALTER COLUMN name SET NOT NULL',
  'ALTER TABLE users ALTER name SET NOT NULL',
  'ALTER TABLE users ALTER COLUMN name DROP DEFAULT',
  'ALTER TABLE users ALTER COLUMN id DROP IDENTITY',
  'ALTER TABLE users ALTER COLUMN age TYPE smallint',
  'ALTER TABLE users ALTER COLUMN age SET DATA TYPE text',
  'ALTER TABLE users ALTER COLUMN big TYPE int',
  'ALTER TABLE users ALTER COLUMN name SET DATA TYPE varchar(19)',
  'ALTER TABLE users ALTER COLUMN nick TYPE varchar(200)',
  'ALTER TABLE users ALTER COLUMN age TYPE numeric(3)',
  'ALTER TABLE users ALTER COLUMN unheard TYPE text',
  'ALTER TABLE other ALTER COLUMN age TYPE bigint',
  'ALTER TABLE users ALTER COLUMN age TYPE bigint USING 0',
  'ALTER TABLE users ADD COLUMN a text NOT NULL',
  'ALTER TABLE users ADD a text NOT NULL',
  'ALTER TABLE users ADD COLUMN IF NOT EXISTS a text NOT NULL',
  'ALTER TABLE users ADD COLUMN a text DEFAULT NULL NOT NULL',
  'ALTER TABLE users ADD COLUMN a text PRIMARY KEY',
  "ALTER TABLE users ADD COLUMN a text NOT NULL CHECK (a <> 'default')",
  'ALTER TABLE users ADD COLUMN a int NOT NULL REFERENCES x ON DELETE SET DEFAULT',
  'ALTER TABLE users ADD COLUMN a numeric(1,0), ADD COLUMN b text NOT NULL',
  'ALTER TABLE users ADD CONSTRAINT c CHECK (age > 17)',
  'ALTER TABLE users ADD CHECK (age > 17) NOT VALID',
  'ALTER TABLE users ADD UNIQUE (name)',
  'ALTER TABLE users ADD CONSTRAINT f FOREIGN KEY (age) REFERENCES x(id)',
  'CREATE UNIQUE INDEX i ON users (name)',
  'CREATE UNIQUE INDEX CONCURRENTLY i ON ONLY public.users USING btree (name)',
  'ALTER TABLE users ADD COLUMN IF NOT EXISTS name text; CREATE UNIQUE INDEX i ON users (name)',
  'CREATE TABLE IF NOT EXISTS users (a int); ALTER TABLE users ALTER COLUMN a SET NOT NULL',
  'CREATE TABLE attic.users (a int); ALTER TABLE users ALTER COLUMN a SET NOT NULL',
  'DO $$ BEGIN DROP TABLE users; END $$',
  'SELECT drop_everything()',
  'CALL drop_everything()',
  'SET standard_conforming_strings = off',
  'CREATE RULE r AS ON INSERT TO users DO INSTEAD NOTHING',
  'CREATE TRIGGER t BEFORE INSERT ON users EXECUTE FUNCTION f()',
  'CREATE TRIGGER t AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION f()',
  'CREATE TRIGGER t AFTER INSERT ON users EXECUTE FUNCTION f()',
  'CREATE TRIGGER t BEFORE INSERT ON users FOR EACH STATEMENT EXECUTE FUNCTION f()',
  'CREATE TRIGGER after BEFORE INSERT ON users FOR EACH STATEMENT EXECUTE FUNCTION f()',
  'CREATE TRIGGER "after" INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f()',
  'CREATE TRIGGER t AFTER INSERT ON users FOR EACH ROW WHEN (new."for each statement" = 1) EXECUTE FUNCTION f()',
  'CREATE OR REPLACE TRIGGER t AFTER INSERT ON users FOR EACH STATEMENT EXECUTE FUNCTION f()',
  'CREATE CONSTRAINT TRIGGER t AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION f()',
  'CREATE EVENT TRIGGER t ON ddl_command_start EXECUTE FUNCTION f()',
  'DROP TRIGGER t ON users',
  'ALTER TABLE users DISABLE TRIGGER ALL',
  'ALTER TABLE users ENABLE ROW LEVEL SECURITY',
  'REVOKE ALL ON users FROM app',
  'REASSIGN OWNED BY a TO b',
  'CREATE INDEX ON users (name)',
  'DROP INDEX i, j',
  'DROP INDEX attic.i',
  'CREATE TEMPORARY TABLE a (x text)',
  'CREATE MATERIALIZED VIEW v AS SELECT 1',
  'CREATE PROCEDURE p() LANGUAGE sql AS $$ SELECT 1 $$',
  'CREATE FUNCTION f() RETURNS void LANGUAGE sql BEGIN ATOMIC DELETE FROM users; END',
  'CREATE TABLE a AS WITH gone AS (DELETE FROM users RETURNING *) SELECT * FROM gone',
  'CREATE SCHEMA a CREATE TRIGGER t BEFORE INSERT ON public.users FOR EACH ROW EXECUTE FUNCTION f()',
  'COMMIT',
  'VACUUM users',
  'SET lock_timeout = 0',
  'ALTER VIEW v ALTER COLUMN a SET DEFAULT 1',
  'WITH gone AS (MERGE INTO users USING x ON true WHEN MATCHED THEN DELETE RETURNING *) INSERT INTO old SELECT * FROM gone',
  'ALTER TABLE users ADD COLUMN a text DEFAULT NULL::text NOT NULL',
  'ALTER TABLE users ADD COLUMN a text DEFAULT (NULL) NOT NULL',
  'ALTER TABLE users ADD COLUMN name int; ALTER TABLE users ADD CONSTRAINT name UNIQUE (age)',
  'ALTER TABLE users ADD COLUMN id int; ALTER TABLE users ADD CONSTRAINT f FOREIGN KEY (age) REFERENCES x(id)',
  'ALTER TABLE users ALTER COLUMN nick TYPE text COLLATE "C"',
  'ALTER TABLE users ALTER COLUMN age TYPE integer[]',
]

const ALLOWED = [
  'ALTER FUNCTION f(int) SET search_path FROM CURRENT',
  'CREATE TABLE a (id int PRIMARY KEY, b text NOT NULL)',
  'CREATE TABLE a (x text); ALTER TABLE a ALTER COLUMN x SET NOT NULL; ALTER TABLE public.a ADD y int NOT NULL',
  'CREATE TABLE a (b int);--> statement-breakpoint\nALTER TABLE "a" ADD CONSTRAINT c FOREIGN KEY (b) REFERENCES users(id)',
  'CREATE TABLE a (b int); CREATE UNIQUE INDEX i ON a (b)',
  'CREATE INDEX i ON users (name)',
  "CREATE TYPE mood AS ENUM ('sad')",
  "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'glad'",
  'DROP INDEX users_email_key',
  'DROP INDEX IF EXISTS i',
  'ALTER TABLE users ADD COLUMN a text',
  "ALTER TABLE users ADD COLUMN a text DEFAULT 'x' NOT NULL",
  'ALTER TABLE users ADD COLUMN a bigserial NOT NULL',
  'ALTER TABLE users ADD COLUMN a bigint NOT NULL GENERATED ALWAYS AS IDENTITY',
  'ALTER TABLE users ADD COLUMN a text, ADD CONSTRAINT c UNIQUE (a)',
  'ALTER TABLE users ADD COLUMN "a" text; CREATE UNIQUE INDEX i ON users ("a")',
  'ALTER TABLE users ADD COLUMN a int; ALTER TABLE users ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES x(id) ON DELETE CASCADE',
  'ALTER TABLE users VALIDATE CONSTRAINT f',
  'ALTER TABLE users ALTER COLUMN name DROP NOT NULL',
  'ALTER TABLE users ALTER COLUMN name SET DEFAULT 0',
  'ALTER TABLE users ALTER COLUMN age TYPE bigint',
  'ALTER TABLE users ALTER COLUMN age SET DATA TYPE int8',
  'ALTER TABLE users ALTER COLUMN small TYPE integer',
  'ALTER TABLE users ALTER COLUMN big TYPE numeric',
  'ALTER TABLE users ALTER COLUMN score TYPE double precision',
  'ALTER TABLE users ALTER COLUMN name TYPE text',
  'ALTER TABLE users ALTER COLUMN name TYPE varchar(40)',
  'ALTER TABLE users ALTER COLUMN name TYPE varchar',
  "UPDATE users SET name = 'x' WHERE name IS NULL",
  "INSERT INTO users (name) VALUES ('DROP TABLE users; DELETE FROM users')",
  "INSERT INTO users (name) VALUES ('it''s; DROP TABLE users')",
  String.raw`INSERT INTO users (name) VALUES (E'it\'s; DROP TABLE users')`,
  String.raw`INSERT INTO users (name) VALUES ('C:\'); CREATE INDEX i ON users (name)`,
  'INSERT INTO users (name) VALUES ($$; DROP TABLE users;$$)',
  'INSERT INTO users (name) VALUES ($a$ $$; TRUNCATE users; $b$ $a$)',
  "COMMENT ON TABLE users IS 'do not drop table users'",
  'COMMENT ON COLUMN users."drop table users" IS NULL',
  '-- DROP TABLE users;\nCREATE INDEX i ON users (name)',
  '/* DROP TABLE users; /* nested */ TRUNCATE users; */ CREATE INDEX i ON users (name)',
  'CREATE TABLE "delete from" ("truncate" int)',
  'CREATE OR REPLACE FUNCTION f() RETURNS trigger AS $f$ BEGIN DELETE FROM old; RETURN new; END $f$ LANGUAGE plpgsql',
  'CREATE TRIGGER t AFTER INSERT ON users REFERENCING NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION f()',
  'CREATE TRIGGER t AFTER UPDATE OR DELETE ON users FOR EACH STATEMENT EXECUTE FUNCTION f()',
  "SET LOCAL lock_timeout = '5s'",
  '',
  ';;',
  '-- nothing',
]

/** Texts that must not hide the statement after them. */
const DISGUISES = [
  "INSERT INTO a VALUES ('x'); ",
  "INSERT INTO a VALUES ('\\'); ",
  "INSERT INTO a VALUES (E'\\\\'); ",
  'INSERT INTO a VALUES ($$ $a$ $$); ',
  'COMMENT ON TABLE a IS $x$ -- $x$; ',
  'COMMENT ON COLUMN a."--" IS NULL; ',
  'COMMENT ON COLUMN a."""/*" IS NULL; ',
  "-- it's\n",
  '-- carriage return ends a comment too\r',
  '/* -- */ ',
  '/* \' /* $$ */ " */ ',
  'CREATE INDEX a$$b ON c (d); ',
  'CREATE INDEX i ON users (name);--> statement-breakpoint\n',
]

const UNREADABLE = 'PostgreSQL cannot read it'

describe('a migration', () => {
  it.each(REFUSED)('is refused: %s', (sql) => {
    const reasons = faults(sql).map(({ reason }) => reason)
    expect(reasons).not.toEqual([])
    // A case that PostgreSQL cannot read would show nothing of the rules.
    expect(reasons.join()).not.toContain(UNREADABLE)
  })

  it.each([
    "CREATE TABLE a (); SELECT 'open",
    'CREATE TABLE a () CREATE TABLE b ()',
    'CREATE TABLE a (',
    '$$',
  ])('is refused where PostgreSQL cannot read it: %s', (sql) => {
    expect(faults(sql)).toEqual([expect.objectContaining({ reason: expect.stringContaining(UNREADABLE) })])
  })

  it.each(ALLOWED)('is allowed: %s', (sql) => {
    expect(faults(sql)).toEqual([])
  })

  it.each(DISGUISES)('cannot hide behind %j', (disguise) => {
    expect(faults(`${disguise}DROP TABLE users`)).toEqual([
      { statement: 'DROP TABLE users', reason: 'it drops what may be in use' },
    ])
  })

  it('is judged alike under other spaces, capitals and comments', () => {
    const gap = fc.constantFrom(' ', '\n', '\t', ' /* a */ ', ' -- b\n', '/**/', ' /* /* */ */ ')
    const letters = fc.boolean()
    const rewritten = (list: string[]) =>
      fc.tuple(fc.constantFrom(...list.filter((sql) => /^[\w ]+$/.test(sql))), gap, letters)
    const write = ([sql, space, upper]: [string, string, boolean]) =>
      (upper ? sql.toUpperCase() : sql.toLowerCase()).replaceAll(' ', space)
    fc.assert(fc.property(rewritten(REFUSED), (drawn) => faults(write(drawn)).length > 0))
    fc.assert(fc.property(rewritten(ALLOWED), (drawn) => faults(write(drawn)).length === 0))
  })

  it('names every faulty statement, shortened', () => {
    const found = faults(`DROP TABLE a; CREATE TABLE b (); ALTER TABLE c DROP COLUMN ${'d'.repeat(200)};`)
    expect(found.map(({ reason }) => reason)).toEqual([
      'it drops what may be in use',
      'it drops a column or a constraint',
    ])
    expect(found[1]?.statement).toHaveLength(101)
  })
})

describe('the migrations of this project', () => {
  const names = readdirSync(folder).filter((name) => /^\d+_.*\.sql$/.test(name))
  const list = () => JSON.parse(readFileSync(path.join(folder, REVIEWED), 'utf8'))

  it.each(names)('%s neither drops nor narrows', (name) => {
    const sql = readFileSync(path.join(folder, name), 'utf8')
    expect(findFaults(sql, typesBefore(folder, Number(name.split('_')[0])))).toEqual([])
  })

  it('all stand on the committed list with their hashes, and nothing else does', () => {
    const hashes = Object.fromEntries(readMigrations(folder).map(({ tag, hash }) => [tag, hash]))
    expect(Object.keys(hashes)).toEqual(names.map((name) => path.parse(name).name))
    const listed = Object.entries(list()).map(([tag, review]) => [tag, (review as { sha256: string }).sha256])
    expect(Object.fromEntries(listed)).toEqual(hashes)
  })

  it('get the committed list from their review (refresh it with `npm run db:generate`)', () => {
    const copy = mkdtempSync(path.join(os.tmpdir(), 'huntaze-reviewed-'))
    try {
      cpSync(folder, copy, { recursive: true })
      rmSync(path.join(copy, REVIEWED))
      expect(reviewMigrations(copy)).toEqual([])
      expect(JSON.parse(readFileSync(path.join(copy, REVIEWED), 'utf8'))).toEqual(list())
    } finally {
      rmSync(copy, { recursive: true })
    }
  })

  it('have the same bytes in every checkout', () => {
    expect(readFileSync(path.join(root, '.gitattributes'), 'utf8')).toMatch(/^[*][.]sql text eol=lf$/m)
    expect(readMigrations(folder).filter(({ sql }) => sql.includes('\r'))).toEqual([])
  })
})
