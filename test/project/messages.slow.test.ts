/**
 * A message is written for people: no part of the program searches, splits, compares or replaces its words. Decisions use
 * codes and details.
 */
import { expect } from 'chai'
import ts from 'typescript'
import { filesIn, read, root } from './source.js'

const sentences = new Set(['message', 'hint'])
const reading = new Set(
  'at charAt endsWith exec includes indexOf lastIndexOf match matchAll replace replaceAll search slice split startsWith substring test'.split(
    ' ',
  ),
)
const comparing = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
])

/** Compiles the sources; `extra` replaces or adds files, by name. */
function programOf(files: readonly string[], extra: Readonly<Record<string, string>> = {}): ts.Program {
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, (name) => ts.sys.readFile(name)) as {
    config: unknown
  }
  const parsed = ts.parseJsonConfigFileContent(config, ts.sys, root)
  const options = { ...parsed.options, noEmit: true, skipLibCheck: true }
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.fileExists = (name) => extra[name] !== undefined || fileExists(name)
  host.getSourceFile = (name, ...rest) =>
    extra[name] === undefined
      ? getSourceFile(name, ...rest)
      : ts.createSourceFile(name, extra[name], ts.ScriptTarget.ES2023, true)
  return ts.createProgram([...files, ...Object.keys(extra)], options, host)
}

/** The places where a file reads the words of a message that this program wrote. */
function readersIn(file: ts.SourceFile, checker: ts.TypeChecker): string[] {
  const found: string[] = []
  const isOurs = (symbol: ts.Symbol | undefined): boolean =>
    symbol?.declarations?.some(
      (declaration) =>
        sentences.has(symbol.name) &&
        (declaration.getSourceFile().fileName.startsWith(`${root}src/`) || isOwnError(declaration)),
    ) ?? false
  /** `message` of WritebackError is declared by Error: its type tells whose it is. */
  const isOwnError = (declaration: ts.Declaration): boolean =>
    ts.isInterfaceDeclaration(declaration.parent) && declaration.parent.name.text === 'WritebackError'
  const isSentence = (node: ts.Node): boolean => {
    if (ts.isPropertyAccessExpression(node)) {
      const owner = checker.getTypeAtLocation(node.expression).symbol?.name
      return (
        sentences.has(node.name.text) &&
        (owner === 'WritebackError' || isOurs(checker.getSymbolAtLocation(node.name)))
      )
    }
    if (!ts.isIdentifier(node)) return false
    const [declaration] = checker.getSymbolAtLocation(node)?.declarations ?? []
    if (!declaration || !ts.isBindingElement(declaration)) return false
    const key = (declaration.propertyName ?? declaration.name).getText()
    const owner = checker.getTypeAtLocation(declaration.parent)
    return (
      sentences.has(key) &&
      (owner.symbol?.name === 'WritebackError' || isOurs(checker.getPropertyOfType(owner, key)))
    )
  }
  const visit = (node: ts.Node): void => {
    if (isSentence(node) && isRead(node)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart())
      found.push(`${file.fileName.slice(root.length)}:${line + 1} ${node.parent.getText()}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

function isRead(node: ts.Node): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node)
    return reading.has(parent.name.text)
  if (ts.isCallExpression(parent) && parent.expression !== node)
    return ts.isPropertyAccessExpression(parent.expression) && reading.has(parent.expression.name.text)
  return (
    ts.isBinaryExpression(parent) &&
    comparing.has(parent.operatorToken.kind) &&
    [parent.left, parent.right].some((side) => ts.isStringLiteralLike(side))
  )
}

describe('a message', function () {
  this.timeout(120_000)

  it('is read by no part of the program', () => {
    const program = programOf(filesIn('src').map((file) => root + file))
    const checker = program.getTypeChecker()
    const own = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(`${root}src/`))
    expect(own.length).to.be.greaterThan(100)
    expect(own.flatMap((file) => readersIn(file, checker))).to.deep.equal([])
  })

  const examples: Array<[code: string, reads: boolean]> = [
    ['export const a = (problem: Problem) => problem.message.includes("x")', true],
    ['export const a = ({ message }: Problem) => /x/.test(message)', true],
    ['export const a = ({ hint: text = "" }: Problem) => text.split(".")', true],
    ['export const a = (error: WritebackError) => error.message === "x"', true],
    ['export const a = (error: WritebackError) => error.message.replace("x", "y")', true],
    ['export const a = (problem: Problem) => `${problem.message} ${problem.hint ?? ""}`', false],
    ['export const a = (error: Error) => error.message.includes("x")', false],
    ['export const a = ({ code }: Problem) => code === "usage"', false],
  ]
  for (const [code, reads] of examples) {
    it(`is ${reads ? '' : 'not '}found to be read in: ${code}`, () => {
      const name = `${root}src/example.ts`
      const text = `import type { Problem, WritebackError } from './errors.js'\n${code}\nexport type B = [Problem, WritebackError]\n`
      const program = programOf([], { [name]: text })
      const file = program.getSourceFile(name)
      expect(file && readersIn(file, program.getTypeChecker())).to.have.length(reads ? 1 : 0)
    })
  }

  it('is read by no script of PowerShell', () => {
    const reader =
      /\.(message|hint|wayOut)\b[^|;]*\s-(c|i)?(not)?(match|replace|split|like|eq|contains)\b|\.(message|hint)\.(contains|split|replace|startswith|endswith|indexof)\(/i
    const lines = ['.ps1', '.psm1'].flatMap((ending) =>
      filesIn('ps', ending).flatMap((file) =>
        read(file)
          .split('\n')
          .filter((line) => reader.test(line))
          .map((line) => `${file}: ${line.trim()}`),
      ),
    )
    expect(lines).to.deep.equal([])
    expect('if ($p.message -match "x") {').to.match(reader)
  })
})
