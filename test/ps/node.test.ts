/** Tests of the search for Node.js: -NodePath, the environment, the PATH, installation folders; and the errors. */
import { expect } from 'chai'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { packagedModule } from './packaged.js'
import { describePwsh, findPwsh, quoted, runPwsh, valuesOf } from './pwsh.js'
import { skipNeeding } from '../support/needing.js'

interface ShownError {
  id: string
  category: string
  message: string
  recommended: string
}

const init = 'Initialize-GroupWriteback -ConfigPath "./$([guid]::NewGuid()).json"'

describePwsh('the search for Node.js', function () {
  this.timeout(300_000)
  const folder = mkdtempSync(join(tmpdir(), 'Knoten "eins" $x '))
  /** An environment without Node.js, except what a test adds. */
  const bare = { PATH: dirname(findPwsh() ?? ''), GROUPWRITEBACK_NODE: '' }
  const options = (env: Record<string, string> = {}) => ({ cwd: folder, env: { ...bare, ...env } })

  before(function () {
    if (process.platform === 'win32') skipNeeding(this, 'a shell of Unix')
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  /** Writes a shell script named node. */
  function fake(name: string, script: string): string {
    const path = join(folder, name, 'node')
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, `#!/bin/sh\n${script}\n`)
    chmodSync(path, 0o755)
    return path
  }

  const real = (name: string): string => {
    const path = join(folder, name, 'node')
    mkdirSync(dirname(path), { recursive: true })
    symlinkSync(process.execPath, path)
    return path
  }

  const errorOf = async (command: string, env: Record<string, string> = {}, module?: string) => {
    const script = `try { ${command}; 'no error' } catch { Show-Error $_ }`
    const [error] = await valuesOf<ShownError>(script, { ...options(env), ...(module && { module }) })
    return error
  }

  it('-NodePath takes precedence over the environment and the PATH', async () => {
    const named = real('benannt ü')
    const env = {
      GROUPWRITEBACK_NODE: '/nowhere',
      PATH: `${bare.PATH}:${dirname(fake('alt', 'echo v18.20.0'))}`,
    }
    const [found] = await valuesOf(
      `(${init} -NodePath ${quoted(named)} -PassThru).Extension; ${init} -NodePath './benannt ü/node'`,
      options(env),
    )
    expect(found).to.equal('.json')
  })

  it('$env:GROUPWRITEBACK_NODE can be a path or a name on the PATH', async () => {
    const path = real('umgebung')
    await valuesOf(init, options({ GROUPWRITEBACK_NODE: path }))
    await valuesOf(init, options({ GROUPWRITEBACK_NODE: 'node', PATH: `${bare.PATH}:${dirname(path)}` }))
  })

  it('skips an old Node.js on the PATH, and reads each version once per session', async () => {
    const log = join(folder, 'versions.log')
    const old = fake('zu alt', `echo "$@" >> '${log}'; echo v18.20.0`)
    const path = [dirname(old), dirname(real('neu genug')), bare.PATH].join(':')
    const [lines] = await valuesOf<number>(
      `${init}; ${init}; @(Get-Content ${quoted(log)}).Count`,
      options({ PATH: path }),
    )
    expect(lines).to.equal(1)
  })

  it('nodeTooOld names the version that was found and the required one', async () => {
    const error = await errorOf(init, { GROUPWRITEBACK_NODE: fake('achtzehn', 'echo v18.20.4') })
    expect(error).to.deep.include({ id: 'nodeTooOld,Initialize-GroupWriteback', category: 'NotInstalled' })
    expect(error?.message).to.match(/version 18\.20\.4\./)
    expect(error?.recommended).to.match(
      /^Install Node\.js 20\.19\.0 or later, or pass its path with -NodePath/,
    )
  })

  it('nodeNotFound names a path that is missing or is not Node.js', async () => {
    writeFileSync(join(folder, 'kein Programm'), 'nothing')
    for (const path of ['/nowhere/node', join(folder, 'kein Programm'), fake('stumm', 'exit 3')]) {
      const error = await errorOf(`${init} -NodePath ${quoted(path)}`)
      expect(error?.id).to.equal('nodeNotFound,Initialize-GroupWriteback')
      expect(error?.message).to.include(
        `${path} is missing, or is not a Node.js program that can be started.`,
      )
    }
  })

  it('searches the usual installation folders', async () => {
    const windows = { ProgramFiles: join(folder, 'Program Files') }
    const path = join(windows.ProgramFiles, 'nodejs/node.exe')
    mkdirSync(dirname(path), { recursive: true })
    symlinkSync(process.execPath, path)
    await valuesOf(init, options(windows))
    const places = await valuesOf<string>(
      '& (Get-Module GroupWriteback) { Get-NodeCandidate }',
      options({ ...windows, LOCALAPPDATA: '/l', NVM_SYMLINK: '/n' }),
    )
    expect(places[0]).to.equal(path)
    expect(places).to.include.members(['/l/Programs/nodejs/node.exe', '/n/node.exe', '/usr/bin/node'])
  })

  it('hint in a cloud sandbox of Azure Automation is to use a Hybrid Runbook Worker', async () => {
    const none = fake('nichts', 'exit 1')
    const env = { GROUPWRITEBACK_NODE: none, AZUREPS_HOST_ENVIRONMENT: 'AzureAutomation/PowerShell' }
    const byEnvironment = await errorOf(init, env)
    const byVariable = await errorOf(`$global:PSPrivateMetadata = @{ JobId = 1 }; ${init}`, {
      GROUPWRITEBACK_NODE: none,
    })
    for (const error of [byEnvironment, byVariable])
      expect(error?.recommended).to.match(
        /Hybrid Runbook Worker.*cloud sandbox of Azure Automation has no Node\.js/,
      )
  })

  it('entryFailed contains the error output of Node.js; entryMissing reports an incomplete module', async () => {
    const module = join(folder, 'GroupWriteback')
    cpSync(packagedModule(), module, { recursive: true })
    const broken = fake(
      'kaputt',
      '[ "$1" = --version ] && echo v22.0.0 && exit; echo "Zerbröselt" >&2; exit 7',
    )
    const failed = await errorOf(init, { GROUPWRITEBACK_NODE: broken })
    expect(failed).to.deep.include({ id: 'entryFailed,Initialize-GroupWriteback', category: 'InvalidResult' })
    expect(failed?.message).to.include('exited with code 7 and without a result. Zerbröselt')
    rmSync(join(module, 'lib'), { recursive: true })
    const missing = await errorOf(init, { GROUPWRITEBACK_NODE: process.execPath }, module)
    expect(missing).to.deep.include({
      id: 'entryMissing,Initialize-GroupWriteback',
      category: 'NotInstalled',
    })
    expect(missing?.recommended).to.match(/^Install the module again/)
  })

  it('module works in a folder with quotes and dollar signs, and beside lib/ as in the npm package', async () => {
    const module = join(folder, 'ps \'b\' "c" $d `e', 'GroupWriteback')
    cpSync(packagedModule(), module, { recursive: true })
    const env = options({ GROUPWRITEBACK_NODE: process.execPath })
    await valuesOf(init, { ...env, module })
    const npm = join(folder, 'npm/ps/GroupWriteback')
    cpSync(packagedModule(), npm, { recursive: true })
    cpSync(join(npm, 'lib'), join(folder, 'npm/lib'), { recursive: true })
    rmSync(join(npm, 'lib'), { recursive: true })
    const { code, stderr } = await runPwsh(init, { ...env, module: npm })
    expect([code, stderr]).to.deep.equal([0, ''])
  })
})
