/** The public names with their types, as text: a change of it is a change of the interface. */
import ts from 'typescript'
import { root } from './source.js'

export function publicApi(): string {
  const configuration = ts.readConfigFile(`${root}tsconfig.json`, (path) => ts.sys.readFile(path))
  const { options } = ts.parseJsonConfigFileContent(configuration.config, ts.sys, root)
  const program = ts.createProgram([`${root}src/index.ts`], options)
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(`${root}src/index.ts`)
  const module = source && checker.getSymbolAtLocation(source)
  if (!module) throw new Error('src/index.ts is no module')
  const printer = ts.createPrinter({ removeComments: true })
  return checker
    .getExportsOfModule(module)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((symbol) => describe(symbol, checker, printer))
    .join('\n\n')
}

function describe(symbol: ts.Symbol, checker: ts.TypeChecker, printer: ts.Printer): string {
  const [declaration] = symbol.declarations ?? []
  if (!declaration) throw new Error(`${symbol.name} is not declared`)
  if (ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration)) {
    return printer.printNode(ts.EmitHint.Unspecified, declaration, declaration.getSourceFile())
  }
  if (ts.isClassDeclaration(declaration)) {
    const members = checker
      .getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol))
      .map(
        (member) =>
          `    ${member.name}: ${checker.typeToString(checker.getTypeOfSymbolAtLocation(member, declaration))}`,
      )
    return `export class ${symbol.name} {\n${members.join('\n')}\n}`
  }
  const type = checker.getTypeOfSymbolAtLocation(symbol, declaration)
  const flags = ts.TypeFormatFlags.NoTruncation
  return `export const ${symbol.name}: ${checker.typeToString(type, declaration, flags)}`
}
