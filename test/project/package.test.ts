import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { pages } from './pages.js'
import { install } from '../support/installation.js'
import { filesIn, root } from './source.js'

interface Manifest {
  bin: Record<string, string>
  types: string
  exports: Record<string, string | Record<string, string>>
}

const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as Manifest

describe('the npm package', function () {
  this.timeout(300_000)
  let files: string[]
  before(() => {
    files = install().files
  })

  it('contains every file that its manifest names', () => {
    const { bin, types, exports } = manifest
    const pointed = [...Object.values(bin), types, ...Object.values(exports).flatMap(targetsOf)]
    expect(files).to.include.members(pointed.map((path) => path.replace(/^\.\//, '')))
  })

  it('contains the entry and the emulators, each as one file with its licences, and the demo', () => {
    expect(files).to.include.members(['lib/entry.cjs', 'lib/entry.LICENSES.txt', 'lib/demo/demo.js'])
    const emulators = files.filter((path) => path.startsWith('lib/emulators'))
    expect(emulators.filter((path) => !path.endsWith('.d.ts'))).to.have.members([
      'lib/emulators.js',
      'lib/emulators.LICENSES.txt',
    ])
    // The declarations of the public names only.
    expect(emulators).to.include('lib/emulators/entra/entra.d.ts')
    expect(emulators).to.not.include('lib/emulators/entra/graph/batch.d.ts')
  })

  it('contains the PowerShell module in ps/ beside lib/, where it finds the entry', () => {
    const tracked = filesIn('ps', '')
    expect(tracked).to.include.members(['ps/README.md', 'ps/GroupWriteback/GroupWriteback.psd1'])
    expect(files.filter((path) => path.startsWith('ps/')).sort()).to.deep.equal(tracked)
  })

  it('contains the documentation pages', () => {
    expect(files).to.include.members(pages)
  })

  it('contains no sources, tests or source maps', () => {
    expect(
      files.filter((path) => /^(src|test|scripts)\/|\.(map|tsbuildinfo)$|(?<!\.d)\.ts$|ignore$/.test(path)),
    ).to.be.empty
  })
})

const targetsOf = (target: string | Record<string, string>): string[] =>
  typeof target === 'string' ? [target] : Object.values(target)
