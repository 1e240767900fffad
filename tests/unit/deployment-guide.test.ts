import { readdirSync, readFileSync } from 'node:fs'
import * as cloudwatch from '@aws-sdk/client-cloudwatch'
import * as ses from '@aws-sdk/client-ses'
import { describe, expect, it } from 'vitest'
import { parseEnv } from '../../lib/env'
import { fields } from '../../lib/env-schema'
import { ALARM_NAMES } from '../../lib/monitoring/alarm-units'
import { alarms, policy, sectionOf, shellOf } from '../support/guide'

/** The clients of the SDK that the code has, by what IAM calls their service. */
const CLIENTS: [service: string, client: object][] = [
  ['ses', ses],
  ['cloudwatch', cloudwatch],
]

const sources = readdirSync('lib', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(`lib/${name}`, 'utf8'))

/** What the code asks of Amazon: each command of the SDK that it makes, as IAM names it. */
function actionsInCode(): string[] {
  const commands = sources.flatMap((text) => text.match(/\b[A-Z]\w+Command\b/g) ?? [])
  const actions = commands.flatMap((command) =>
    CLIENTS.filter(([, client]) => command in client).map(
      ([service]) => `${service}:${command.replace(/Command$/, '')}`,
    ),
  )
  return [...new Set(actions)].toSorted()
}

/** Packages of the SDK that the code loads. */
const packagesInCode = (): string[] =>
  [...new Set(sources.flatMap((text) => text.match(/@aws-sdk\/client-[\w-]+/g) ?? []))].toSorted()

describe('docs/DEPLOYMENT_GUIDE.md', () => {
  it('allows the calls that the code makes, and no other', () => {
    expect(packagesInCode()).toEqual(CLIENTS.map(([service]) => `@aws-sdk/client-${service}`).toSorted())
    const allowed = policy().Statement.flatMap(({ Action }) => Action)
    expect(actionsInCode()).toContain('ses:SendEmail')
    expect(allowed.toSorted()).toEqual(actionsInCode())
  })

  it('allows sending from one identity only', () => {
    const sending = policy().Statement.filter(({ Action }) => [Action].flat().includes('ses:SendEmail'))
    expect(sending.map(({ Resource }) => [Resource].flat().includes('*'))).toEqual([false])
  })

  it('configures Amplify with what there is to configure, completely', () => {
    const rows = [...sectionOf('5. Amplify').matchAll(/^ *\| `([A-Z_]+)` \| (.*) \|$/gm)]
    const names = rows.map(([, name = '']) => name)
    expect(names.filter((name) => !(name in fields))).toEqual([])
    const written = Object.fromEntries(
      rows.map(([, name = '', value = '']) => [name, /^`([^`]+)`/.exec(value)?.[1]]),
    )
    // What the table describes instead of writing it down.
    const described = {
      DATABASE_URL: sectionOf('1. Database').match(/`(postgres:\/\/[^`]+)`/)?.[1],
      AUTH_SECRET: 'a-secret-of-thirty-two-bytes-or-more',
      CRON_SECRET: '0123456789abcdef',
      SNS_TOPIC_ARNS: 'arn:aws:sns:eu-west-3:123456789012:huntaze-mail',
      AWS_REGION: 'eu-west-3',
      NODE_ENV: 'production',
    }
    expect(() => parseEnv({ ...written, ...described })).not.toThrow()
  })

  it('knows what to do about each alarm', () => {
    expect(alarms().toSorted()).toEqual(ALARM_NAMES.toSorted())
  })

  it('links to headings that exist', () => {
    const text = readFileSync('docs/DEPLOYMENT_GUIDE.md', 'utf8')
    const anchors = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    )
    const linked = [...text.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor = '']) => anchor)
    expect(linked.length).toBeGreaterThan(15)
    expect(linked.filter((anchor) => !anchors.includes(anchor))).toEqual([])
  })

  it('rehearses the phases of amplify.yml, command for command', () => {
    const phases = readFileSync('amplify.yml', 'utf8')
    const inBoth = [
      'node scripts/check-versions.mjs',
      'npm ci --include=dev',
      'npm run db:init:safe',
      'npm run env:production',
      'npm run build',
    ]
    for (const command of inBoth) {
      expect(phases).toContain(command)
      expect(shellOf('Local rehearsal')).toContain(`${command}\n`)
    }
  })
})
