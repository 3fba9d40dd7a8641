import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { pages } from './pages.js'
import ts from 'typescript'
import { setStage } from '../../src/demo/stage.js'
import { install, type Installation } from '../support/installation.js'
import { filesIn, root } from './source.js'

interface Manifest {
  version: string
  bin: Record<string, string>
  types: string
  exports: Record<string, string | Record<string, string>>
}

const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as Manifest

describe('the npm package', function () {
  this.timeout(300_000)
  let files: string[]
  let installed: Installation
  let cli: string

  before(() => {
    installed = install()
    files = installed.files
    cli = join(installed.home, 'lib', 'cli.js')
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

  it('has types that compile in a strict program with no other package installed', () => {
    const use = join(installed.folder, 'use.mts')
    const text = `
      import { syncGroups, type Report } from 'group-writeback'
      import { entraFaults, startDirectory, startEntra, type Entra } from 'group-writeback/emulators'
      const entra: Entra = await startEntra()
      entra.faults.next({ respond: entraFaults.throttled(1) })
      const { id } = entra.tenant.addGroup({ displayName: 'Sales', proxyAddresses: ['SMTP:sales@contoso.test'] })
      const guid: string = (await startDirectory()).addGroup({ name: id }).guid
      export const report: Report = await syncGroups(guid)
      // @ts-expect-error: Graph has no such property, and the types are no \`any\`
      entra.tenant.addGroup({ displayName: 'Sales', displaName: 'Sales' })
    `
    expect(typeErrors(use, text)).to.deep.equal([])
  })

  it('runs the demo with only the run-time dependencies installed', async () => {
    expect(existsSync(join(installed.folder, 'node_modules', 'commander'))).to.equal(true)
    for (const library of ['jose', 'node-forge'])
      expect(existsSync(join(installed.folder, 'node_modules', library)), library).to.equal(false)
    const { code, stdout, stderr } = await installed.run(cli, 'demo')
    expect([code, stderr]).to.deep.equal([0, ''])
    expect(stdout).to.include('12. The groups in Active Directory after these steps.')
  })

  it('runs a sync without the emulators', async () => {
    rmSync(join(installed.home, 'lib', 'emulators.js'))
    expect((await installed.run(cli, '--version')).stdout).to.equal(`${manifest.version}\n`)
    expect((await installed.run(cli, 'init')).stdout).to.match(/^Wrote .*group-writeback\.jsonc\n$/)
    const stage = await setStage()
    try {
      expect((await installed.run(cli, 'enable', '--config', stage.config)).code).to.equal(0)
      const { code, stdout } = await installed.run(cli, 'sync', '--config', stage.config)
      expect(code).to.equal(0)
      expect(stdout).to.match(/^Applied\b/m)
    } finally {
      await stage.close()
    }
  })
})

const targetsOf = (target: string | Record<string, string>): string[] =>
  typeof target === 'string' ? [target] : Object.values(target)

/** Returns the errors of the strict compiler for a program and the declarations it imports. */
function typeErrors(path: string, text: string): string[] {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    moduleDetection: ts.ModuleDetectionKind.Force,
    strict: true,
    noEmit: true,
    preserveSymlinks: true,
    types: ['node'],
    typeRoots: [`${root}node_modules/@types`],
  }
  const host = ts.createCompilerHost(options)
  const readSource = host.getSourceFile.bind(host)
  host.getSourceFile = (name, language) =>
    name === path ? ts.createSourceFile(name, text, language) : readSource(name, language)
  const program = ts.createProgram([path], options, host)
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`)
}
