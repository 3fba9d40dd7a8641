/** Checks the structure of src: imports, folders, and rules of the architecture. */
import { expect } from 'chai'
import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import { filesIn, importsOf, read, root } from './source.js'

const files = filesIn('src')
const imports = files.flatMap(importsOf)
const isOurs = (path: string) => path.startsWith('src/')
const folderOf = (path: string) =>
  path.split('/').length > 2 ? (path.split('/')[1] ?? '') : path.slice('src/'.length, -3)

/** Parts with their own rows in the table of the page. Any other part is a folder or a file of src. */
const parts = ['ad/ldap', 'engine/observe', 'engine/ports', 'entra/graph', 'entra/http', 'entra/signIn']
const errors = ['errors', 'errorCodes', 'exitCodes']

function partOf(path: string): string {
  const inside = path.slice('src/'.length).replace(/\.ts$/, '')
  const folder = folderOf(path)
  return (
    parts.find((part) => inside === part || inside.startsWith(`${part}/`)) ??
    (errors.includes(folder) ? 'errors' : folder)
  )
}

const partNames = new Set(files.map(partOf))
const sorted = (names: Iterable<string>) => [...new Set(names)].sort()

/** Returns the parts that each part imports. */
function importsByPart(): Record<string, string[]> {
  const edges = imports
    .filter(({ to }) => isOurs(to))
    .map(({ from, to }) => [partOf(from), partOf(to)] as const)
    .filter(([from, to]) => from !== to)
  const names = sorted(files.map(partOf))
  const importedBy = (name: string) => sorted(edges.filter(([from]) => from === name).map(([, to]) => to))
  return Object.fromEntries(names.map((name) => [name, importedBy(name)]))
}

/** Rows of the tables of the page. Each cell is the list of its names in backquotes. */
const rows = read('docs/architecture.md')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) =>
    line.split('|').map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '')),
  )
const isPath = ([, [name = ''] = []]: string[][]) => /^(src|ps|docs|scripts)\//.test(name)

describe('the architecture', () => {
  it('has exactly the imports of the table in docs/architecture.md', () => {
    const table = rows.filter((row) => !isPath(row) && partNames.has(row[1]?.[0] ?? ''))
    const page = table.map(([, [part = ''] = [], imported = []]) => [part, sorted(imported)])
    expect(Object.fromEntries(page)).to.deep.equal(importsByPart())
  })

  it('has every folder in the map of docs/architecture.md, which names only existing files', () => {
    const paths = rows.filter(isPath).flatMap(([, names = []]) => names)
    expect(paths.filter((path) => !existsSync(join(root, path)))).to.deep.equal([])
    const folders = sorted(files.map((file) => `${posix.dirname(file)}/`)).filter(
      (folder) => folder !== 'src/' && !/^src\/(emulators|demo)\/./.test(folder),
    )
    expect(folders.filter((folder) => !paths.includes(folder))).to.deep.equal([])
  })

  it('imports only existing files', () => {
    const missing = imports.filter(({ to }) => isOurs(to) && !files.includes(to))
    expect(missing).to.deep.equal([])
  })

  it('has no import cycles', () => {
    const next = new Map(
      files.map((file) => [file, imports.filter(({ from }) => from === file).map(({ to }) => to)]),
    )
    const done = new Set<string>()
    const visit = (file: string, path: string[]): void => {
      expect(path, `a cycle: ${[...path, file].join(' → ')}`).to.not.include(file)
      if (done.has(file)) return
      for (const other of next.get(file) ?? []) visit(other, [...path, file])
      done.add(file)
    }
    for (const file of files) visit(file, [])
  })

  const onlyIn: Array<[what: string, packages: RegExp, paths: RegExp]> = [
    ['ldapjs', /^(ldapjs|@ldapjs\/)/, /^src\/ad\/ldap\/connection\.ts$/],
    ['@azure/identity', /^@azure\/identity/, /^src\/entra\/signIn\/credentials\.ts$/],
    ["Microsoft's Graph client", /^@microsoft\/microsoft-graph-client/, /^src\/entra\/graph\/client\.ts$/],
    ['ajv', /^ajv/, /^src\/config\//],
    ['commander', /^commander$/, /^src\/cli(\.ts|\/program\.ts)$/],
  ]
  for (const [what, packages, paths] of onlyIn) {
    it(`imports ${what} in one part only`, () => {
      const users = imports.filter(({ to }) => packages.test(to)).map(({ from }) => from)
      expect(users).to.not.be.empty
      expect(users.filter((file) => !paths.test(file))).to.deep.equal([])
    })
  }

  it('writes to standard output only in the command line and the entry', () => {
    expect(files.filter((file) => /process\.stdout/.test(read(file)))).to.deep.equal([
      'src/cli.ts',
      'src/cli/output.ts',
      'src/cli/program.ts',
      'src/entry.ts',
      'src/entry/serve.ts',
    ])
  })

  it('tests for a dry run in one file', () => {
    const tests = files.flatMap((file) => [...read(file).matchAll(/\bif \([^\n]*dryRun/g)].map(() => file))
    expect(tests.filter((file) => file !== 'src/cli/runCommand.ts')).to.deep.equal([
      'src/engine/reconcile.ts',
    ])
  })

  it('keeps the planner pure: no clock, no async code, no module of Node.js but crypto', () => {
    for (const file of filesIn('src/planner')) {
      expect(read(file), file).to.not.match(
        /\bawait\b|\basync\b|Date\.now|new Date\(\)|\bprocess\b|Math\.random/,
      )
      const node = importsOf(file).filter(({ to }) => !isOurs(to))
      expect(node.map(({ to }) => to).filter((to) => to !== 'node:crypto')).to.deep.equal([])
    }
  })

  it('loads the demo only on demand, and the emulators only with the demo', () => {
    const importsInto = (folder: string) =>
      imports.filter(({ from, to }) => folderOf(to) === folder && folderOf(from) !== folder)
    expect(importsInto('demo')).to.deep.equal([
      { from: 'src/cli/program.ts', to: 'src/demo/demo.ts', isType: false },
    ])
    expect(read('src/cli/program.ts')).to.match(/await import\('\.\.\/demo\/demo\.js'\)/)
    // Only type imports are allowed; at run time the bundle is imported dynamically.
    expect(
      importsInto('emulators').filter(({ from, isType }) => folderOf(from) !== 'demo' || !isType),
    ).to.deep.equal([])
    expect(files.filter((file) => /\bimport\((?!')/.test(read(file)))).to.deep.equal([
      'src/demo/emulators.ts',
    ])
    expect(read('src/demo/emulators.ts')).to.include("'../emulators.js'")
  })

  it('lists exactly the run-time imports as dependencies, without those of the bundled emulators', () => {
    const packagesOf = (isHere: (folder: string) => boolean) => {
      const run = imports.filter(({ from, to, isType }) => isHere(folderOf(from)) && !isType && !isOurs(to))
      const names = run.map(({ to }) => /^(?:@[^/]+\/)?[^/]+/.exec(to)?.[0] ?? '')
      return [...new Set(names)].filter((name) => !name.startsWith('node:')).sort()
    }
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, object>
    expect(packagesOf((folder) => folder !== 'emulators')).to.deep.equal(
      Object.keys(dependencies ?? {}).sort(),
    )
    expect(packagesOf((folder) => folder === 'emulators')).to.deep.equal(['jose', 'node-forge'])
    expect(devDependencies).to.include.keys('jose', 'node-forge')
  })

  it('has one barrel file for each public entry point', () => {
    const isBarrel = (file: string) =>
      /^export .*from/m.test(read(file)) &&
      !/^(const|function|export (const|function|async))/m.test(read(file))
    expect(files.filter(isBarrel)).to.deep.equal(['src/emulators/index.ts', 'src/index.ts'])
  })

  it('contains no `any`, and gives a reason for each disabled rule', () => {
    for (const file of files) {
      const disabled = read(file)
        .split('\n')
        .filter((line) => /eslint-disable|@ts-/.test(line))
      expect(
        disabled.filter((line) => !/ -- /.test(line)),
        file,
      ).to.deep.equal([])
      const code = read(file).replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
      expect(code, file).to.not.match(/: any\b|as any\b|<any>/)
    }
  })
})
