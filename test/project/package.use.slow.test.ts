/** The npm package in use: compiled against, and run with nothing beside it but what it depends on. */
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import ts from 'typescript'
import { startDemoServers } from '../../src/demo/stage.js'
import { version } from '../../src/version.js'
import { install, type Installation } from '../support/installation.js'
import { root } from './source.js'

describe('the npm package, installed', function () {
  this.timeout(300_000)
  let installed: Installation
  let cli: string

  before(() => {
    installed = install()
    cli = join(installed.home, 'lib', 'cli.js')
  })

  it('can be required, since Node lets CommonJS require modules', async () => {
    const program = join(installed.folder, 'use.cjs')
    writeFileSync(
      program,
      "console.log(typeof require('group-writeback').syncGroups, typeof require('group-writeback/emulators').startEntra)",
    )
    expect((await installed.run(program)).stdout).to.equal('function function\n')
  })

  it('has types that a bundler finds', () => {
    const use = join(installed.folder, 'bundled.ts')
    const text = `
      import { syncGroups } from 'group-writeback'
      import { startEntra } from 'group-writeback/emulators'
      import schema from 'group-writeback/config.schema.json'
      export const used = [syncGroups, startEntra, schema.properties.scope]
    `
    const bundler = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }
    expect(complaintsOf(use, text, { ...bundler, skipLibCheck: true })).to.deep.equal([])
  })

  it('has types that a program can be compiled with, where nothing else is installed', () => {
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
    expect(complaintsOf(use, text)).to.deep.equal([])
  })

  it('shows the demo with nothing installed but what a run needs', async () => {
    expect(existsSync(join(installed.folder, 'node_modules', 'commander'))).to.equal(true)
    for (const library of ['jose', 'node-forge'])
      expect(existsSync(join(installed.folder, 'node_modules', library)), library).to.equal(false)
    const { code, stdout, stderr } = await installed.run(cli, 'demo')
    expect([code, stderr]).to.deep.equal([0, ''])
    expect(stdout).to.include('12. The groups in Active Directory after these steps.')
  })

  it('syncs without the emulators', async () => {
    rmSync(join(installed.home, 'lib', 'emulators.js'))
    expect((await installed.run(cli, '--version')).stdout).to.equal(`${version}\n`)
    expect((await installed.run(cli, 'init')).stdout).to.match(/^Wrote .*group-writeback\.jsonc\n$/)
    const stage = await startDemoServers()
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

/** What the strictest compiler says of a program, and of the package's declarations it reads. */
function complaintsOf(path: string, text: string, more: ts.CompilerOptions = {}): string[] {
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
    resolveJsonModule: true,
    ...more,
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
