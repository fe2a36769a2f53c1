/**
 * Finds which texts the source asks for, by reading its syntax. Used by the build and the tests, never by the portal.
 *
 * A key is seen where it is written: in `t('…')` and `<Trans i18nKey="…">`, in both arms of a condition, as a value of a
 * constant object of the same file that `t(OBJECT[…])` looks up, or as "namespace:key" anywhere. A template counts for
 * every key it can make: t(`status.${status}`) is `status.*`. Where a key only arrives as a value, a comment before it
 * inside the call's parentheses names what it can be, after the word "i18n:" and with the namespace, as in
 * `i18n: pay:failure.*`.
 */
import ts from 'typescript'

export interface SourceText {
  /** Path as it is shown in a problem. */
  path: string
  text: string
}

export interface KeyUse {
  /** "namespace:key"; an asterisk stands for any part of a key. */
  pattern: string
  /** File and line. */
  place: string
}

export interface UsedKeys {
  uses: KeyUse[]
  /** "namespace:key" strings outside of any call: used where such a key exists, and otherwise no business of ours. */
  mentions: Set<string>
  /** Calls whose key cannot be known. */
  problems: string[]
}

interface Translator {
  /** Of keys without one. */
  namespace: string
  keyPrefix: string
}

/** Functions that make a translator; `getTranslate` starts in the default namespace. */
const TRANSLATOR_SOURCES = new Set(['useTranslation', 'getFixedT', 'getTranslate'])

const DECLARATION = /i18n:\s*([^*]*(?:\*(?!\/)[^*]*)*)/

export function findUsedKeys(
  sources: readonly SourceText[],
  namespaces: readonly string[],
  defaultNamespace: string,
): UsedKeys {
  const found: UsedKeys = { uses: [], mentions: new Set(), problems: [] }
  for (const source of sources) readSource(source, namespaces, defaultNamespace, found)
  return found
}

function readSource(
  { path, text }: SourceText,
  namespaces: readonly string[],
  defaultNamespace: string,
  found: UsedKeys,
): void {
  const kind = path.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind)
  const constants = new Map<string, ts.Expression>()
  const scopes = [new Map<string, Translator>()]

  const describePlace = (node: ts.Node) => `${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`
  const findTranslator = (name: string) => scopes.findLast((scope) => scope.has(name))?.get(name)

  const addUse = (node: ts.Node, key: string, translator: Translator | undefined) => {
    const hasNamespace = namespaces.some((namespace) => key.startsWith(`${namespace}:`))
    if (!hasNamespace && !translator) {
      found.problems.push(
        `${describePlace(node)}: the namespace of "${key}" cannot be told here: write "namespace:${key}"`,
      )
      return
    }
    const pattern = hasNamespace ? key : `${translator?.namespace ?? ''}:${translator?.keyPrefix ?? ''}${key}`
    found.uses.push({ pattern, place: describePlace(node) })
  }

  const addExpression = (node: ts.Node, expression: ts.Expression, translator: Translator | undefined) => {
    const declared = DECLARATION.exec(text.slice(node.getStart(), expression.getStart()))?.[1]
    const keys = declared?.trim().split(/[\s,]+/) ?? listKeys(expression, constants)
    if (keys === null) {
      found.problems.push(
        `${describePlace(node)}: this key is only known at run time: declare it in a comment, t(/* i18n: namespace:key.* */ key)`,
      )
    }
    for (const key of keys ?? []) addUse(node, key, translator)
  }

  const visit = (node: ts.Node): void => {
    const opensScope = ts.isFunctionLike(node) || ts.isBlock(node)
    if (opensScope) scopes.push(new Map())
    if (ts.isParameter(node)) bindParameter(node, scopes)
    if (ts.isVariableDeclaration(node) && node.initializer) {
      if (ts.isIdentifier(node.name) && node.parent.parent.parent === file)
        constants.set(node.name.text, node.initializer)
      bindTranslator(node.name, node.initializer, defaultNamespace, scopes)
    }
    if (ts.isCallExpression(node) && node.arguments[0]) {
      const name = nameTranslateCall(node.expression)
      if (name === 't' || (name !== null && findTranslator(name))) {
        addExpression(node, node.arguments[0], findTranslator(name))
      }
    }
    if (ts.isJsxAttribute(node) && node.name.getText() === 'i18nKey' && node.initializer) {
      const { initializer } = node
      const expression = ts.isJsxExpression(initializer) ? initializer.expression : initializer
      if (expression) addExpression(node, expression, findTransTranslator(node.parent, findTranslator))
    }
    if (ts.isStringLiteral(node) && namespaces.some((namespace) => node.text.startsWith(`${namespace}:`))) {
      found.mentions.add(node.text)
    }
    ts.forEachChild(node, visit)
    if (opensScope) scopes.pop()
  }
  // Constants first, wherever in the file they stand.
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue
    for (const declaration of statement.declarationList.declarations) {
      if (ts.isIdentifier(declaration.name) && declaration.initializer) {
        constants.set(declaration.name.text, declaration.initializer)
      }
    }
  }
  visit(file)
}

/** Name of the function in `t(…)` or `anything.t(…)`, or null. */
function nameTranslateCall(callee: ts.Expression): string | null {
  if (ts.isIdentifier(callee)) return callee.text
  return ts.isPropertyAccessExpression(callee) && callee.name.text === 't' ? 't' : null
}

/** The keys an expression can be, or null when its text does not tell. */
function listKeys(expression: ts.Expression, constants: ReadonlyMap<string, ts.Expression>): string[] | null {
  const inner = unwrap(expression)
  if (ts.isStringLiteralLike(inner)) return [inner.text]
  if (ts.isTemplateExpression(inner)) {
    return [inner.head.text + inner.templateSpans.map((span) => `*${span.literal.text}`).join('')]
  }
  if (ts.isConditionalExpression(inner)) return mergeKeys([inner.whenTrue, inner.whenFalse], constants)
  if (ts.isBinaryExpression(inner)) return mergeKeys([inner.left, inner.right], constants)
  if (ts.isArrayLiteralExpression(inner)) return mergeKeys(inner.elements, constants)
  if (ts.isIdentifier(inner)) {
    const constant = constants.get(inner.text)
    return constant ? listKeys(constant, constants) : null
  }
  if (ts.isElementAccessExpression(inner) || ts.isPropertyAccessExpression(inner)) {
    return listObjectKeys(inner.expression, constants)
  }
  return null
}

/** Every text that stands in a constant object, nested ones too. */
function listObjectKeys(object: ts.Expression, constants: ReadonlyMap<string, ts.Expression>): string[] | null {
  let value = unwrap(object)
  while (ts.isElementAccessExpression(value) || ts.isPropertyAccessExpression(value)) value = unwrap(value.expression)
  const constant = ts.isIdentifier(value) ? constants.get(value.text) : value
  return constant ? listValues(unwrap(constant), constants) : null
}

function listValues(value: ts.Expression, constants: ReadonlyMap<string, ts.Expression>): string[] | null {
  if (!ts.isObjectLiteralExpression(value)) return ts.isStringLiteralLike(value) ? [value.text] : null
  const keys: string[] = []
  for (const property of value.properties) {
    if (!ts.isPropertyAssignment(property)) return null
    const initializer = unwrap(property.initializer)
    keys.push(...(listValues(initializer, constants) ?? listKeys(initializer, constants) ?? []))
  }
  return keys
}

function mergeKeys(
  expressions: readonly ts.Expression[],
  constants: ReadonlyMap<string, ts.Expression>,
): string[] | null {
  const lists = expressions.map((expression) => listKeys(expression, constants))
  return lists.includes(null) ? null : lists.flatMap((list) => list ?? [])
}

function unwrap(expression: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(expression) ||
    ts.isAsExpression(expression) ||
    ts.isSatisfiesExpression(expression)
    ? unwrap(expression.expression)
    : expression
}

/** `const { t } = useTranslation('pay')`, `const { t: translate } = …`, `const t = getTranslate(language)`. */
function bindTranslator(
  name: ts.BindingName,
  initializer: ts.Expression,
  defaultNamespace: string,
  scopes: Map<string, Translator>[],
): void {
  if (!ts.isCallExpression(initializer)) return
  const callee = initializer.expression
  const source = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText()
  if (!TRANSLATOR_SOURCES.has(source)) return
  const bound = ts.isIdentifier(name)
    ? name
    : name.elements.find(
        (element) => ts.isBindingElement(element) && (element.propertyName ?? element.name).getText() === 't',
      )
  const identifier = bound && (ts.isIdentifier(bound) ? bound : ts.isBindingElement(bound) ? bound.name : undefined)
  if (!identifier) return
  const namespaceArgument = initializer.arguments[source === 'getFixedT' ? 1 : 0]
  const namespace = source === 'getTranslate' ? undefined : readFirstText(namespaceArgument)
  const keyPrefix = /keyPrefix:\s*['"]([^'"]+)['"]/.exec(initializer.getText())?.[1]
  scopes.at(-1)?.set(identifier.getText(), {
    namespace: namespace ?? defaultNamespace,
    keyPrefix: keyPrefix === undefined ? '' : `${keyPrefix}.`,
  })
}

/** `(t: TFunction<'pay'>)` and `({ t }: { t: TFunction<'pay'> })`. */
function bindParameter(parameter: ts.ParameterDeclaration, scopes: Map<string, Translator>[]): void {
  const bind = (name: string, type: ts.TypeNode | undefined) => {
    const namespace = /^TFunction<\s*(?:readonly\s*)?\[?\s*['"]([^'"]+)['"]/.exec(type?.getText() ?? '')?.[1]
    if (namespace !== undefined) scopes.at(-1)?.set(name, { namespace, keyPrefix: '' })
  }
  if (ts.isIdentifier(parameter.name)) {
    bind(parameter.name.text, parameter.type)
    return
  }
  if (!parameter.type || !ts.isTypeLiteralNode(parameter.type)) return
  for (const member of parameter.type.members) {
    if (ts.isPropertySignature(member)) bind(member.name.getText(), member.type)
  }
}

/** `<Trans ns="pay">`, `<Trans t={t}>`; a bare `<Trans>` uses the `t` around it. */
function findTransTranslator(
  attributes: ts.JsxAttributes,
  findTranslator: (name: string) => Translator | undefined,
): Translator | undefined {
  for (const attribute of attributes.properties) {
    if (!ts.isJsxAttribute(attribute) || !attribute.initializer) continue
    const name = attribute.name.getText()
    if (name === 'ns' && ts.isStringLiteral(attribute.initializer)) {
      return { namespace: attribute.initializer.text, keyPrefix: '' }
    }
    if (name === 't') return findTranslator(attribute.initializer.getText().replace(/[{}]/g, ''))
  }
  return findTranslator('t')
}

function readFirstText(expression: ts.Expression | undefined): string | undefined {
  if (!expression) return undefined
  if (ts.isStringLiteralLike(expression)) return expression.text
  return ts.isArrayLiteralExpression(expression) ? readFirstText(expression.elements[0]) : undefined
}
