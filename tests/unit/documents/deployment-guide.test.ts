import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import * as cloudwatch from '@aws-sdk/client-cloudwatch'
import * as ses from '@aws-sdk/client-ses'
import { describe, expect, it } from 'vitest'
import { parseEnv } from '../../../lib/kernel/env/env'
import { fields } from '../../../lib/kernel/env/fields'
import { NOTICE_NAMES } from '../../../lib/monitor/alarm/alarms'
import { COMMANDS } from '../../../scripts/build/programs.mjs'
import { alarms, parts, policy, sectionOf, shellBlocks, shellOf, unsetNames } from '../../support/guide'

/** The clients of the SDK that the code has, by what IAM calls their service. */
const CLIENTS: [service: string, client: object][] = [
  ['ses', ses],
  ['cloudwatch', cloudwatch],
]

const sources = readdirSync('lib', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(`lib/${name}`, 'utf8'))

/** The commands of the SDK that the code sends to Amazon, as IAM names them. */
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

/** Values that Amplify's table describes instead of quoting. */
const DESCRIBED = {
  DATABASE_URL: sectionOf('1. Database').match(/`(postgres:\/\/[^`]+)`/)?.[1],
  AUTH_SECRET: 'a-secret-of-thirty-two-bytes-or-more',
  CRON_SECRET: '0123456789abcdef',
  METRICS_TOKEN: '0123456789abcdef',
  SNS_TOPIC_ARNS: 'arn:aws:sns:eu-west-3:123456789012:huntaze-mail',
  NODE_ENV: 'production',
}

function amplifyTable(): { names: string[]; written: Record<string, string | undefined> } {
  const rows = [...sectionOf('5. Amplify').matchAll(/^ *\| `([A-Z_]+)` \| (.*) \|$/gm)]
  const written = rows.map(([, name = '', value = '']) => [name, /^`([^`]+)`/.exec(value)?.[1]] as const)
  return { names: written.map(([name]) => name), written: Object.fromEntries(written) }
}

describe('docs/DEPLOYMENT_GUIDE.md', () => {
  // ASVS 13.2.2
  it('allows the calls that the code makes, and no other', () => {
    expect(packagesInCode()).toEqual(CLIENTS.map(([service]) => `@aws-sdk/client-${service}`).toSorted())
    const allowed = policy().Statement.flatMap(({ Action }) => Action)
    expect(actionsInCode()).toContain('ses:SendEmail')
    expect(allowed.toSorted()).toEqual(actionsInCode())
  })

  // ASVS 13.2.2
  it('allows sending from one identity only', () => {
    const sending = policy().Statement.filter(({ Action }) => [Action].flat().includes('ses:SendEmail'))
    expect(sending.map(({ Resource }) => [Resource].flat().includes('*'))).toEqual([false])
  })

  it('configures Amplify with what there is to configure, completely', () => {
    const { names, written } = amplifyTable()
    expect(names.filter((name) => !(name in fields))).toEqual([])
    expect(() => parseEnv({ ...written, ...DESCRIBED, AWS_REGION: 'eu-west-3' })).not.toThrow()
  })

  it('configures another host with that and what it names itself, completely', () => {
    const named = [...sectionOf('Any other host').matchAll(/`([A-Z_]+)="([^"]+)"`/g)]
    const more = Object.fromEntries(named.map(([, name = '', value]) => [name, value]))
    const { written } = amplifyTable()
    expect(() => parseEnv({ ...written, ...DESCRIBED, ...more, CRON_SECRET: undefined })).not.toThrow()
    expect(() => parseEnv({ ...written, ...DESCRIBED })).toThrow('AWS_REGION')
  })

  it('names the programs that the standalone tree has', () => {
    const made = COMMANDS.map((name) => `bin/${name}.mjs`)
    const named = sectionOf('Any other host').match(/bin\/[\w-]+\.mjs/g) ?? []
    expect([...new Set(named)].toSorted()).toEqual(made.toSorted())
  })

  it.each(parts())('uses no name in $heading that no command above has set', ({ text }) => {
    expect(unsetNames(text)).toEqual([])
  })

  it.each(parts().flatMap(({ heading, text }) => shellBlocks(text).map((block) => ({ heading, block }))))(
    'has commands in $heading that a shell can read',
    ({ block }) => {
      const { status, stderr } = spawnSync('bash', ['-n'], { input: block, encoding: 'utf8' })
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    },
  )

  it('asks Amazon in a language that it writes', () => {
    expect(sectionOf('2. E-mail')).toMatch(/--contact-language (EN|JA) /)
  })

  it('has a clock that CloudFront lets through, and that calls once', () => {
    const clock = sectionOf('6. A clock for a host that freezes')
    expect(clock).toContain('--http-method POST')
    expect(clock).toContain('RetryPolicy={MaximumRetryAttempts=0}')
  })

  it('knows what to do about each alarm', () => {
    expect(alarms().toSorted()).toEqual(NOTICE_NAMES.toSorted())
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
