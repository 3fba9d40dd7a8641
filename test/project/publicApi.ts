/** Prints the public names with their types as text, so that a change of the interface is visible. */
import ts from 'typescript'
import { root } from './source.js'

/** One program for all files, since it reads and binds the types of Node and of the libraries only once. */
export function publicApis(files: readonly string[]): string[] {
  const configuration = ts.readConfigFile(`${root}tsconfig.json`, (path) => ts.sys.readFile(path))
  const { options } = ts.parseJsonConfigFileContent(configuration.config, ts.sys, root)
  const program = ts.createProgram(
    files.map((file) => `${root}${file}`),
    options,
  )
  const checker = program.getTypeChecker()
  return files.map((file) => {
    const source = program.getSourceFile(`${root}${file}`)
    const module = source && checker.getSymbolAtLocation(source)
    if (!module) throw new Error(`${file} is not a module.`)
    return namesOf(module, checker, ts.createPrinter({ removeComments: true })).join('\n\n')
  })
}

const namesOf = (module: ts.Symbol, checker: ts.TypeChecker, printer: ts.Printer): string[] =>
  checker
    .getExportsOfModule(module)
    .map((symbol) => ({
      name: symbol.name,
      symbol: symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, symbol }) => describe(name, symbol, checker, printer))

function describe(name: string, symbol: ts.Symbol, checker: ts.TypeChecker, printer: ts.Printer): string {
  const [declaration] = symbol.declarations ?? []
  if (!declaration) throw new Error(`${name} has no declaration.`)
  if (ts.isSourceFile(declaration)) {
    const names = namesOf(symbol, checker, printer).join('\n').replaceAll(/^/gm, '    ')
    return `export namespace ${name} {\n${names}\n}`
  }
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
    return `export class ${name} {\n${members.join('\n')}\n}`
  }
  const type = checker.getTypeOfSymbolAtLocation(symbol, declaration)
  const flags = ts.TypeFormatFlags.NoTruncation
  return `export const ${name}: ${checker.typeToString(type, declaration, flags)}`
}
