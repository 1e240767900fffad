import ts from 'typescript'

type Fault = { line: number; text: string }

/** Names that hold elements in one file: local ones made of JSX, and those declared as `ReactNode`. */
function elementNames(file: ts.SourceFile): Set<string> {
  const names = new Set<string>(['children'])
  const add = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.initializer && yieldsElements(node.initializer, names))
      names.add(node.name.getText(file))
    if ((ts.isPropertySignature(node) || ts.isParameter(node)) && node.type?.getText(file) === 'ReactNode')
      names.add(node.name.getText(file))
    ts.forEachChild(node, add)
  }
  add(file)
  return names
}

const isJsx = (node: ts.Node): boolean =>
  ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxFragment(node)

/** JSX, or a function that returns nothing else. */
function yieldsElements(node: ts.Expression, names: Set<string>): boolean {
  if (ts.isParenthesizedExpression(node)) return yieldsElements(node.expression, names)
  if (!ts.isArrowFunction(node)) return isJsx(node)
  const values = ts.isBlock(node.body) ? returnsOf(node.body) : [node.body]
  return values.length > 0 && values.every((value) => textsIn(value, names).length === 0)
}

/** The values that a function's own statements return. */
function returnsOf(body: ts.Node): ts.Expression[] {
  const values: ts.Expression[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node) && node.expression) values.push(node.expression)
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit)
  }
  ts.forEachChild(body, visit)
  return values
}

const NOTHING = new Set([ts.SyntaxKind.NullKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.TrueKeyword])

/** The alternatives of an expression that may be text: conditions are followed, elements and nothing left out. */
function textsIn(node: ts.Expression, names: Set<string>): ts.Node[] {
  if (ts.isParenthesizedExpression(node)) return textsIn(node.expression, names)
  if (ts.isConditionalExpression(node))
    return [...textsIn(node.whenTrue, names), ...textsIn(node.whenFalse, names)]
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken)
    return textsIn(node.right, names)
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
    return [...textsIn(node.left, names), ...textsIn(node.right, names)]
  if (isJsx(node) || NOTHING.has(node.kind)) return []
  if (ts.isStringLiteral(node) && node.text.trim() === '') return []
  if (ts.isPropertyAccessExpression(node) && names.has(node.name.text)) return []
  if (ts.isIdentifier(node)) return node.text === 'undefined' || names.has(node.text) ? [] : [node]
  if (ts.isCallExpression(node)) return textsOfCall(node, names)
  return [node]
}

/** A call of a local function that makes elements, and `map` over one, yield elements. */
function textsOfCall(call: ts.CallExpression, names: Set<string>): ts.Node[] {
  const { expression, arguments: values } = call
  if (ts.isIdentifier(expression)) return names.has(expression.text) ? [] : [call]
  if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== 'map') return [call]
  const [made] = values
  const isElements =
    made && (yieldsElements(made, names) || (ts.isCallExpression(made) && ts.isIdentifier(made.expression)))
  return isElements ? [] : [call]
}

const isBlank = (child: ts.JsxChild): boolean =>
  (ts.isJsxText(child) && child.text.trim() === '') ||
  (ts.isJsxExpression(child) && child.expression === undefined)

/** Texts among several children. In a fragment one is enough: its neighbours are those of the fragment. */
function textsAmong(node: ts.JsxElement | ts.JsxFragment, names: Set<string>): ts.Node[] {
  const children = node.children.filter((child) => !isBlank(child))
  if (children.length < 2 && ts.isJsxElement(node)) return []
  return children.flatMap((child) => {
    if (ts.isJsxText(child)) return [child]
    return ts.isJsxExpression(child) && child.expression ? textsIn(child.expression, names) : []
  })
}

/** Texts that a component returns as they are: where it is used, they stand beside others. */
function textsReturned(node: ts.Node, names: Set<string>): ts.Node[] {
  const isNamed =
    (ts.isFunctionDeclaration(node) && /^[A-Z]/.test(node.name?.text ?? '')) ||
    (ts.isArrowFunction(node) &&
      ts.isVariableDeclaration(node.parent) &&
      /^[A-Z]/.test(node.parent.name.getText()))
  if (!isNamed || !('body' in node) || !node.body) return []
  const body = node.body as ts.ConciseBody
  const values = ts.isBlock(body) ? returnsOf(body) : [body]
  return values.flatMap((value) => textsIn(value, names))
}

/**
 * Texts that React holds as nodes of their own, beside others. A browser that translates a page puts each of its texts
 * into an element: such a node is then no longer where React left it, so a change of it is lost, and taking it away
 * throws. A text that is all of its element's content is safe: React sets the content.
 */
export function bareTexts(name: string, source: string): Fault[] {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX)
  const names = elementNames(file)
  const found: ts.Node[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isJsxElement(node) || ts.isJsxFragment(node)) found.push(...textsAmong(node, names))
    found.push(...textsReturned(node, names))
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found.map((node) => ({
    line: file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1,
    text: node.getText(file).trim(),
  }))
}
