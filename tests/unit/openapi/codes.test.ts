import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const FIXTURE = `${root}tests/unit/openapi/fixture.ts`

const HEAD = `import type { RefusalOf, Result } from '../../../lib/kernel/result'
import { codes } from '../../../openapi/codes'
import type { OperationDocument } from '../../../openapi/route-document'
declare const flow: () => Promise<Result<null, 'token_used' | 'rate_limited'>>
declare const silent: () => Promise<void>
export let refusals: OperationDocument['refusals']
`

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2022.d.ts'],
  types: [],
}

const host = ts.createCompilerHost(OPTIONS)
let previous: ts.Program | undefined

/** The compiler's errors in a statement; '' where it compiles. */
function faultOf(statement: string): string {
  const source = ts.createSourceFile(FIXTURE, HEAD + statement, ts.ScriptTarget.ES2022)
  const program = ts.createProgram({
    rootNames: [FIXTURE],
    options: OPTIONS,
    host: { ...host, getSourceFile: (name, ...more) => (name === FIXTURE ? source : fileOf(name, ...more)) },
    oldProgram: previous,
  })
  previous = program
  return ts
    .getPreEmitDiagnostics(program, program.getSourceFile(FIXTURE))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
    .join('\n')
}

/** Reuses the other files of the previous program. */
const fileOf: ts.CompilerHost['getSourceFile'] = (name, ...more) =>
  previous?.getSourceFile(name) ?? host.getSourceFile(name, ...more)

describe('the refusals of an operation', () => {
  it('are exactly those of its flow', () => {
    expect(faultOf("refusals = codes<RefusalOf<typeof flow>>()(['token_used', 'rate_limited'])")).toBe('')
    expect(
      faultOf(
        "refusals = codes<RefusalOf<typeof flow> | 'too_busy'>()(['too_busy', 'rate_limited', 'token_used'])",
      ),
    ).toBe('')
    expect(faultOf('refusals = codes<RefusalOf<typeof silent>>()([])')).toBe('')
  })

  it('do not compile where one is missing, and the compiler names it', () => {
    expect(faultOf("refusals = codes<RefusalOf<typeof flow>>()(['token_used'])")).toContain(
      'missing: "rate_limited"',
    )
    expect(faultOf('refusals = codes<RefusalOf<typeof flow>>()([])')).not.toBe('')
  })

  it('do not compile where one is too many', () => {
    const fault = faultOf(
      "refusals = codes<RefusalOf<typeof flow>>()(['token_used', 'rate_limited', 'not_found'])",
    )
    expect(fault).toContain('"not_found"')
    expect(faultOf("refusals = codes<RefusalOf<typeof silent>>()(['not_found'])")).not.toBe('')
  })

  it('are no list that nobody checked', () => {
    expect(faultOf("refusals = ['token_used', 'rate_limited']")).toContain("type 'Codes'")
  })
})
