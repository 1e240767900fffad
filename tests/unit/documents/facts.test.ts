import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { MESSAGE_KINDS } from '../../../lib/email/letters/kinds'
import { PERSON_KINDS } from '../../../lib/email/letters/table'
import { ALARM_NAMES } from '../../../lib/monitor/alarm/alarms'
import {
  decisions,
  documents,
  inDocs,
  namesIn,
  read,
  root,
  rowsUnder,
  STACK,
  unquoted,
} from '../../support/documents'

describe('the decisions', () => {
  /** Number, link, date and status, as the head of a decision says them and as the index repeats them. */
  function headOf(document: string): string[] {
    const [, title, number = '', date = '', status = ''] =
      /^# (.+)\n\nDecision (\d{4}) · (\d{4}-\d\d-\d\d) · (accepted|superseded by \d{4})\n/.exec(
        read(document),
      ) ?? []
    return [number, `[${title}](${path.basename(document)})`, date, status]
  }
  const heads = decisions.map(headOf)

  it('are numbered without a gap, in the name of the file and in its head', () => {
    const numbers = decisions.map((_, index) => String(index + 1).padStart(4, '0'))
    expect(heads.map(([number]) => number)).toEqual(numbers)
    expect(decisions.map((name) => path.basename(name).slice(0, 4))).toEqual(numbers)
    expect(inDocs.filter((name) => name.startsWith('docs/decisions/')).length).toBe(decisions.length + 1)
  })

  it('are listed in docs/decisions/README.md with number, title, date and status', () => {
    expect(rowsUnder('docs/decisions/README.md', 'All decisions')).toEqual(heads)
  })

  it('are superseded by one that exists', () => {
    const successors = heads.flatMap(([, , , status = '']) => /\d{4}/.exec(status) ?? [])
    expect(successors.filter((number) => !heads.some(([head]) => head === number))).toEqual([])
  })
})

describe('the facts', () => {
  const { dependencies, engines } = JSON.parse(read('package.json')) as {
    dependencies: object
    engines: { node: string }
  }

  it('count the packages', () => {
    expect(read(STACK)).toContain(`\n- ${Object.keys(dependencies).length} packages at run time.`)
  })

  it('count the pages', () => {
    const pages = readdirSync(path.join(root, 'app'), { recursive: true, encoding: 'utf8' }).filter(
      (name) => path.basename(name) === 'page.tsx',
    )
    expect(read('docs/decisions/0012-pages.md')).toContain(`The application has ${pages.length} pages`)
  })

  it('count the kinds of messages: those of the outbox, and alarms', () => {
    const text = read('docs/decisions/0009-email-templates.md')
    const [, count, names] = /^There are (\d+) kinds of messages: (.*)\.$/m.exec(text) ?? []
    expect(namesIn(names).toSorted()).toEqual([...MESSAGE_KINDS, 'alarm'].toSorted())
    expect(count).toBe(String(MESSAGE_KINDS.length + 1))
  })

  it('describe each kind of message to users, but for those that no person gets', () => {
    const described = [
      ...read('docs/WHAT_USERS_RECEIVE.md').matchAll(/^## (?:The (\w+) e-mail|.*: `(\w+)`)$/gm),
    ]
    expect(described.map(([, one, other]) => one ?? other).toSorted()).toEqual(PERSON_KINDS.toSorted())
  })

  it('name the alarms', () => {
    const rows = rowsUnder('docs/decisions/0022-monitoring.md', 'Decisions').map(([cell]) => unquoted(cell))
    expect(rows.toSorted()).toEqual(ALARM_NAMES.toSorted())
  })

  // ASVS 11.1.3
  it('name in docs/flow.md every file that imports a package with an owner', () => {
    const OWNED =
      /(?:from|import\()\s*['"](?:jose|nodemailer|@node-rs\/(?:bcrypt|argon2)|@aws-sdk\/[\w-]+)['"]/
    const owners = readdirSync(path.join(root, 'lib'), { recursive: true, encoding: 'utf8' })
      .map((name) => `lib/${name}`)
      .filter((name) => name.endsWith('.ts') && OWNED.test(read(name)))
    expect(owners.length).toBeGreaterThan(4)
    expect(owners.filter((name) => !read('docs/flow.md').includes(`\`${name}\``))).toEqual([])
  })

  it('name the supported Node.js versions', () => {
    const [, from, below] = /^>=(\d+\.\d+)(?:\.0)? <(\d+)$/.exec(engines.node) ?? []
    const present = documents.filter((document) => document !== 'CHANGELOG.md')
    const named = present.flatMap((document) =>
      [...read(document).matchAll(/\b(\d\d\.\d+) to (\d\d)(?!\.?\d)/g)].map(([, first, last]) => [
        document,
        first,
        last,
      ]),
    )
    const supported = ['README.md', 'docs/DEPLOYMENT_GUIDE.md', STACK]
    expect(named).toEqual(supported.map((document) => [document, from, String(Number(below) - 1)]))
  })
})
