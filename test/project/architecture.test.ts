/** What may know what: the shape of src, held by a test so that it stays. */
import { expect } from 'chai'
import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import { filesIn, importsOf, read, root } from './source.js'

const files = filesIn('src')
const imports = files.flatMap(importsOf)
const isOurs = (path: string) => path.startsWith('src/')
const roomOf = (path: string) =>
  path.split('/').length > 2 ? (path.split('/')[1] ?? '') : path.slice('src/'.length, -3)

/** The parts with names of their own in the page's table; any other part is a folder of src, or a file beside them. */
const parts = ['ad/ldap', 'engine/observe', 'engine/ports', 'entra/graph', 'entra/http', 'entra/signIn']
const errors = ['errors', 'errorCodes', 'exitCodes']

function partOf(path: string): string {
  const inside = path.slice('src/'.length).replace(/\.ts$/, '')
  const room = roomOf(path)
  return (
    parts.find((part) => inside === part || inside.startsWith(`${part}/`)) ??
    (errors.includes(room) ? 'errors' : room)
  )
}

const partNames = new Set(files.map(partOf))
const sorted = (names: Iterable<string>) => [...new Set(names)].sort()

/** What each part imports besides itself. */
function importsByPart(): Record<string, string[]> {
  const edges = imports
    .filter(({ to }) => isOurs(to))
    .map(({ from, to }) => [partOf(from), partOf(to)] as const)
    .filter(([from, to]) => from !== to)
  const names = sorted(files.map(partOf))
  const importedBy = (name: string) => sorted(edges.filter(([from]) => from === name).map(([, to]) => to))
  return Object.fromEntries(names.map((name) => [name, importedBy(name)]))
}

/** The tables of the page, row by row, each cell as the names it has in backquotes. */
const rows = read('docs/architecture.md')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) =>
    line.split('|').map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '')),
  )
const isPath = ([, [name = ''] = []]: string[][]) => /^(src|ps|docs|scripts)\//.test(name)

describe('the architecture', () => {
  it('is as the page has it: these imports, and no others', () => {
    const table = rows.filter((row) => !isPath(row) && partNames.has(row[1]?.[0] ?? ''))
    const page = table.map(([, [part = ''] = [], imported = []]) => [part, sorted(imported)])
    expect(Object.fromEntries(page)).to.deep.equal(importsByPart())
  })

  it('is as the page has it: every folder, and no file that is not there', () => {
    const paths = rows.filter(isPath).flatMap(([, names = []]) => names)
    expect(paths.filter((path) => !existsSync(join(root, path)))).to.deep.equal([])
    const folders = sorted(files.map((file) => `${posix.dirname(file)}/`)).filter(
      (folder) => folder !== 'src/' && !/^src\/(emulators|demo)\/./.test(folder),
    )
    expect(folders.filter((folder) => !paths.includes(folder))).to.deep.equal([])
  })

  it('imports only files that are there', () => {
    const missing = imports.filter(({ to }) => isOurs(to) && !files.includes(to))
    expect(missing).to.deep.equal([])
  })

  it('has no cycles', () => {
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

  const onlyIn: Array<[what: string, packages: RegExp, places: RegExp]> = [
    ['ldapjs', /^(ldapjs|@ldapjs\/)/, /^src\/ad\/ldap\/connection\.ts$/],
    ['@azure/identity', /^@azure\/identity/, /^src\/entra\/signIn\/credentials\.ts$/],
    ["Microsoft's Graph client", /^@microsoft\/microsoft-graph-client/, /^src\/entra\/graph\/client\.ts$/],
    ['ajv', /^ajv/, /^src\/config\//],
    ['commander', /^commander$/, /^src\/cli(\.ts|\/program\.ts)$/],
  ]
  for (const [what, packages, places] of onlyIn) {
    it(`knows ${what} in one place only`, () => {
      const users = imports.filter(({ to }) => packages.test(to)).map(({ from }) => from)
      expect(users).to.not.be.empty
      expect(users.filter((file) => !places.test(file))).to.deep.equal([])
    })
  }

  it('writes to standard output only from the doors', () => {
    expect(files.filter((file) => /process\.stdout/.test(read(file)))).to.deep.equal([
      'src/cli.ts',
      'src/cli/output.ts',
      'src/cli/program.ts',
      'src/entry.ts',
      'src/entry/serve.ts',
    ])
  })

  it('decides about a dry run in one place', () => {
    const places = files.flatMap((file) => [...read(file).matchAll(/\bif \([^\n]*dryRun/g)].map(() => file))
    expect(places.filter((file) => file !== 'src/cli/runCommand.ts')).to.deep.equal([
      'src/engine/reconcile.ts',
    ])
  })

  it('keeps the planner pure: no clock, no waiting, nothing of Node but its hash', () => {
    for (const file of filesIn('src/planner')) {
      expect(read(file), file).to.not.match(
        /\bawait\b|\basync\b|Date\.now|new Date\(\)|\bprocess\b|Math\.random/,
      )
      const node = importsOf(file).filter(({ to }) => !isOurs(to))
      expect(node.map(({ to }) => to).filter((to) => to !== 'node:crypto')).to.deep.equal([])
    }
  })

  it('loads nothing of the demo with a run, and nothing of the emulators without the demo', () => {
    const into = (room: string) =>
      imports.filter(({ from, to }) => roomOf(to) === room && roomOf(from) !== room)
    expect(into('demo')).to.deep.equal([
      { from: 'src/cli/program.ts', to: 'src/demo/demo.ts', isType: false },
    ])
    expect(read('src/cli/program.ts')).to.match(/await import\('\.\.\/demo\/demo\.js'\)/)
    // Types are all that is left of these; what runs is one import of what was packed.
    expect(into('emulators').filter(({ from, isType }) => roomOf(from) !== 'demo' || !isType)).to.deep.equal(
      [],
    )
    expect(files.filter((file) => /\bimport\((?!')/.test(read(file)))).to.deep.equal([
      'src/demo/emulators.ts',
    ])
    expect(read('src/demo/emulators.ts')).to.include("'../emulators.js'")
  })

  it('depends on what it imports at run time, and on nothing else; the emulators bring theirs along', () => {
    const packagesOf = (isHere: (room: string) => boolean) => {
      const run = imports.filter(({ from, to, isType }) => isHere(roomOf(from)) && !isType && !isOurs(to))
      const names = run.map(({ to }) => /^(?:@[^/]+\/)?[^/]+/.exec(to)?.[0] ?? '')
      return [...new Set(names)].filter((name) => !name.startsWith('node:')).sort()
    }
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, object>
    expect(packagesOf((room) => room !== 'emulators')).to.deep.equal(Object.keys(dependencies ?? {}).sort())
    expect(packagesOf((room) => room === 'emulators')).to.deep.equal(['jose', 'node-forge'])
    expect(devDependencies).to.include.keys('jose', 'node-forge')
  })

  it('has one barrel for each thing that can be imported', () => {
    const isBarrel = (file: string) =>
      /^export .*from/m.test(read(file)) &&
      !/^(const|function|export (const|function|async))/m.test(read(file))
    expect(files.filter(isBarrel)).to.deep.equal(['src/emulators/index.ts', 'src/index.ts'])
  })

  it('lets no `any` and no silenced rule into src without a reason beside it', () => {
    for (const file of files) {
      const silenced = read(file)
        .split('\n')
        .filter((line) => /eslint-disable|@ts-/.test(line))
      expect(
        silenced.filter((line) => !/ -- /.test(line)),
        file,
      ).to.deep.equal([])
      const code = read(file).replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
      expect(code, file).to.not.match(/: any\b|as any\b|<any>/)
    }
  })
})
