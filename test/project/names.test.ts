/** Names: the glossary of the architecture page, one word with one meaning, tests beside their sources by name. */
import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect } from 'chai'
import ts from 'typescript'
import { filesIn, read, root } from './source.js'

/** The product. The emulators and the demo are programs of their own, which imitate other products. */
const core = filesIn('src').filter((file) => !/^src\/(emulators|demo)\//.test(file))

interface Declared {
  file: string
  name: string
  isFunction: boolean
  isTopLevel: boolean
  isExported: boolean
}

const isFunctionValue = (node: ts.Expression | undefined): boolean =>
  node !== undefined && (ts.isArrowFunction(node) || ts.isFunctionExpression(node))

/** Everything that a file declares: functions, types, variables, parameters and members. */
function declarationsIn(file: string): Declared[] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.ES2023, true)
  const found: Declared[] = []
  const visit = (node: ts.Node): void => {
    if (isDeclaration(node) && node.name && ts.isIdentifier(node.name)) {
      found.push({
        file,
        name: node.name.text,
        isFunction:
          ts.isFunctionDeclaration(node) ||
          (ts.isVariableDeclaration(node) && isFunctionValue(node.initializer)),
        isTopLevel: isAtTop(node, source),
        isExported: (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Export) !== 0,
      })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

const isDeclaration = (node: ts.Node): node is ts.NamedDeclaration =>
  ts.isFunctionDeclaration(node) ||
  ts.isVariableDeclaration(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isClassDeclaration(node) ||
  ts.isParameter(node) ||
  ts.isPropertySignature(node) ||
  ts.isMethodSignature(node)

const isAtTop = (node: ts.Node, source: ts.SourceFile): boolean =>
  node.parent === source || (ts.isVariableDeclaration(node) && node.parent.parent.parent === source)

const declared = core.flatMap(declarationsIn)
const top = declared.filter(({ isTopLevel }) => isTopLevel)

/** `readCloudMembers` → read, cloud, members. */
const wordsIn = (name: string): string[] =>
  name.split(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_/).map((word) => word.toLowerCase())

/** The table of the page: words that no name has, and what is written instead. */
const page = read('docs/architecture.md')
const refused = [...page.matchAll(/^\| \*([a-z, ]+)\* +\| (.+?) +\|$/gm)].flatMap(
  ([, words = '', instead = '']) => words.split(', ').map((word) => ({ word, instead })),
)

describe('names', () => {
  it('have none of the words that the architecture page refuses', () => {
    expect(refused.length).to.be.greaterThan(10)
    const instead = new Map(refused.map(({ word, instead }) => [word, instead]))
    const publicNames = new Set(read('test/project/publicApi.txt').match(/\w+/g))
    const wrong = declared.flatMap(({ file, name }) =>
      (publicNames.has(name) ? [] : wordsIn(name))
        .filter((word) => instead.has(word))
        .map((word) => `${file}: ${name} (${instead.get(word) ?? ''})`),
    )
    expect(wrong).to.deep.equal([])
  })

  it('stand for one thing: none is declared at the top of two files', () => {
    const places = new Map<string, Declared[]>()
    for (const each of top) places.set(each.name, [...(places.get(each.name) ?? []), each])
    const double = [...places]
      .filter(([, all]) => all.length > 1)
      .map(([name, all]) => `${name}: ${all.map(({ file }) => file).join(', ')}`)
    expect(double).to.deep.equal([])
  })

  /** The operators of LDAP filters (RFC 4515), and the glossary's word for a run. */
  const oneWord = new Set(['and', 'or', 'not', 'equals', 'present', 'reconcile'])

  it('of exported functions say what is done or given: two words at least', () => {
    const short = top
      .filter(
        ({ isFunction, isExported, name }) =>
          isFunction && isExported && wordsIn(name).length < 2 && !oneWord.has(name),
      )
      .map(({ file, name }) => `${file}: ${name}`)
    expect(short).to.deep.equal([])
  })
})

describe('a test file', () => {
  /** Folders of tests about several sources at once; each says in CONTRIBUTING.md or in its files what it proves. */
  const elsewhere = /^test\/(bench|contract|emulators|memory|project|prove|ps|scenarios|support)\//

  for (const file of filesIn('test', '.test.ts').filter((file) => !elsewhere.test(file))) {
    it(`has the name of its source: ${file}`, () => {
      const folder = dirname(file).replace(/^test/, 'src')
      const [source = ''] = basename(file).split('.')
      expect(existsSync(join(root, folder, `${source}.ts`)), `${folder}/${source}.ts`).to.equal(true)
    })
  }
})

describe('a docstring', () => {
  it('begins with its subject or a verb, not with a question word', () => {
    const riddles = core.flatMap((file) =>
      [...read(file).matchAll(/\/\*\*\s*(?:\*\s*)?(What|Whether|Where|Who|How|Which|When|Why)\b.*/g)].map(
        ([text]) => `${file}: ${text.replaceAll(/\s+/g, ' ')}`,
      ),
    )
    expect(riddles).to.deep.equal([])
  })
})
