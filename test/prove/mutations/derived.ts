/** Derives the names that need a mutation from the source, so that a new check without one is found. */
import ts from 'typescript'
import { errorCodes } from '../../../src/errorCodes.js'
import { guardRules, waitingReasons } from '../../../src/model/plan.js'
import { groupReasons, memberReasons } from '../../../src/model/reason.js'
import { filesIn, importsOf, read } from '../../project/source.js'

const named = (kind: string, names: Iterable<string>): string[] => [...names].map((name) => `${kind}:${name}`)

const parse = (path: string): ts.SourceFile =>
  ts.createSourceFile(path, read(path), ts.ScriptTarget.ES2023, true)

interface Named {
  name: string
  isExported: boolean
  isFunction: boolean
  node: ts.Node
}

/** Returns the top-level declarations of a file. */
function declarationsOf(path: string): Named[] {
  return parse(path).statements.flatMap((statement): Named[] => {
    const isExported = /^export\b/.test(statement.getText())
    if (ts.isFunctionDeclaration(statement))
      return [{ name: statement.name?.text ?? '', isExported, isFunction: true, node: statement }]
    if (!ts.isVariableStatement(statement)) return []
    return statement.declarationList.declarations.map((node) => {
      const isFunction = node.initializer !== undefined && ts.isArrowFunction(node.initializer)
      return { name: node.name.getText(), isExported, isFunction, node }
    })
  })
}

const exportedFunctions = (path: string): string[] =>
  declarationsOf(path).flatMap(({ name, isExported, isFunction }) => (isExported && isFunction ? [name] : []))

function some(node: ts.Node, holds: (node: ts.Node) => boolean): boolean {
  return holds(node) || (ts.forEachChild(node, (child) => some(child, holds) || undefined) ?? false)
}

/** Matches code that reads to the end, marks the last page, or checks for it. */
function decidesAboutTheEnd(node: ts.Node): boolean {
  if (ts.isCallExpression(node)) return node.expression.getText() === 'readToEnd'
  if (ts.isPropertyAccessExpression(node)) return node.name.text === 'last'
  if (!ts.isYieldExpression(node) || !node.expression || !ts.isObjectLiteralExpression(node.expression))
    return false
  // A literal last page is not a check.
  return node.expression.properties.some(
    (property) => property.name?.getText() === 'last' && property.getText() !== 'last: true',
  )
}

const proof = 'src/model/completeRead.ts'

function completeReads(): Set<string> {
  const files = filesIn('src').filter(
    (path) => importsOf(path).some(({ to }) => to === proof) || path === proof,
  )
  const callers = files.flatMap(declarationsOf).filter(({ node }) => some(node, decidesAboutTheEnd))
  return new Set([...exportedFunctions(proof), ...callers.map(({ name }) => name)])
}

/** Returns the codes between two comments of src/errorCodes.ts. */
function codesOf(section: string, next: string): string[] {
  const text = read('src/errorCodes.ts')
  const between = text.slice(text.indexOf(`// ${section}\n`), text.indexOf(`// ${next}\n`))
  const codes = [...between.matchAll(/'(\w+)'/g)].map(([, code = '']) => code)
  return codes.filter((code) => (errorCodes as readonly string[]).includes(code))
}

/** Error codes that stop the whole run. */
const refusals = [
  'directoryReadOnly',
  'tlsNotVerified',
  'planStale',
  'approvalStale',
  'leaseHeld',
  'directoryIncomplete',
  'graphIncomplete',
]

export const derivedNames = (): string[] => [
  ...named('guardRule', guardRules),
  ...named('waitingReason', waitingReasons),
  ...named('evidence', exportedFunctions('src/model/evidence.ts')),
  ...named('completeRead', completeReads()),
  ...named('memberReason', memberReasons),
  ...named('groupReason', groupReasons),
  ...named('errorCode', [...codesOf('one group', 'the run'), ...refusals]),
  ...named(
    'join',
    ['join', 'joinProblems', 'nameCollision'].flatMap((file) => exportedFunctions(`src/planner/${file}.ts`)),
  ),
]
