import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { ensureBuilt } from '../support/cli.js'
import { filesIn, root } from './source.js'

interface Packed {
  files: Array<{ path: string }>
}

interface Manifest {
  bin: Record<string, string>
  types: string
  exports: Record<string, string | Record<string, string>>
}

/** What `npm publish` would send; npm gives a list or, newer ones, an object of packages. */
function packed(): string[] {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts']
  const printed = JSON.parse(execFileSync('npm', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' })) as
    Packed[] | Record<string, Packed>
  return Object.values(printed).flatMap(({ files }) => files.map(({ path }) => path))
}

describe('the npm package', function () {
  this.timeout(60_000)
  let files: string[]

  before(() => {
    ensureBuilt()
    files = packed()
  })

  it('holds every file that its manifest points to', () => {
    const { bin, types, exports } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as Manifest
    const pointed = [...Object.values(bin), types, ...Object.values(exports).flatMap(targetsOf)]
    expect(files).to.include.members(pointed.map((path) => path.replace(/^\.\//, '')))
  })

  it('holds the entry with its licences, and the demo with its emulators', () => {
    expect(files).to.include.members([
      'lib/entry.cjs',
      'lib/entry.LICENSES.txt',
      'lib/demo/demo.js',
      'lib/emulators/index.js',
    ])
  })

  it('holds the PowerShell module where it finds the entry: ps/ beside lib/', () => {
    const tracked = filesIn('ps', '')
    expect(tracked).to.include.members(['ps/README.md', 'ps/GroupWriteback/GroupWriteback.psd1'])
    expect(files.filter((path) => path.startsWith('ps/')).sort()).to.deep.equal(tracked)
  })

  it('holds neither sources nor tests nor maps', () => {
    expect(files.filter((path) => /^(src|test|scripts)\/|\.map$|(?<!\.d)\.ts$|ignore$/.test(path))).to.be
      .empty
  })
})

const targetsOf = (target: string | Record<string, string>): string[] =>
  typeof target === 'string' ? [target] : Object.values(target)
