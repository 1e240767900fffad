import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { root } from '../environment'

/** A test that proves requirements: its file, and its title after those of the groups around it. */
export type Proof = { file: string; title: string; ids: string[] }

/** The proofs of one file, and the lines of annotations that stand above no test. */
export type Found = { proofs: Proof[]; astray: number[] }

const FOLDERS = ['unit', 'integration', 'wire', 'e2e', 'deploy']
const TEST_FILE = /[.](test|spec)[.]tsx?$/
const ANNOTATION = /^[ \t]*\/\/ ASVS\b.*$/gm
const FORM = /^\/\/ ASVS \d+\.\d+\.\d+(, \d+\.\d+\.\d+)*$/
const TESTERS = new Set(['test', 'it', 'describe'])

/** The name at the root of `it.each(table)('…')`, `test.describe('…')` and their like. */
function testerOf(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text
  if (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node)) return testerOf(node.expression)
  return ''
}

/** A title as its source has it, `…` for what is only known when it runs. */
function titleOf(node: ts.Expression | undefined, file: ts.SourceFile): string {
  if (!node) return ''
  if (ts.isStringLiteralLike(node)) return node.text
  if (!ts.isTemplateExpression(node)) return `(${node.getText(file)})`
  return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('')
}

const idsIn = (comment: string): string[] => comment.match(/\d+\.\d+\.\d+/g) ?? []

/** Finds the annotations of one file: `// ASVS 6.2.1, 7.4.3` directly above a test or a group of tests. */
export function annotationsIn(name: string, source: string): Found {
  const kind = name.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true, kind)
  const proofs: Proof[] = []
  const attached = new Set<number>()
  const commentsAbove = (node: ts.Node): string[] =>
    (ts.getLeadingCommentRanges(source, node.getFullStart()) ?? []).flatMap(({ pos, end }) => {
      const text = source.slice(pos, end)
      if (!FORM.test(text)) return []
      attached.add(file.getLineAndCharacterOfPosition(pos).line + 1)
      return [text]
    })
  const visit = (node: ts.Node, groups: string[]): void => {
    let inside = groups
    if (ts.isExpressionStatement(node) && ts.isCallExpression(node.expression)) {
      const call = node.expression
      if (TESTERS.has(testerOf(call.expression))) {
        inside = [...groups, titleOf(call.arguments[0], file)]
        const ids = commentsAbove(node).flatMap(idsIn)
        if (ids.length > 0) proofs.push({ file: name, title: inside.join(' › '), ids })
      }
    }
    ts.forEachChild(node, (child) => visit(child, inside))
  }
  visit(file, [])
  const lines = [...source.matchAll(ANNOTATION)].map(({ index }) => source.slice(0, index).split('\n').length)
  return { proofs, astray: lines.filter((line) => !attached.has(line)) }
}

/** Every test file with annotations, in the order of names. */
export function allAnnotations(): Record<string, Found> {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(path.join(root, 'tests', folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => TEST_FILE.test(name))
      .map((name) => `tests/${folder}/${name}`)
      .toSorted(),
  )
  return Object.fromEntries(
    files
      .map((name) => [name, annotationsIn(name, readFileSync(path.join(root, name), 'utf8'))] as const)
      .filter(([, { proofs, astray }]) => proofs.length + astray.length > 0),
  )
}
