/** Tests options of the command line that need no server. */
import { expect } from 'chai'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configFiles } from '../../src/index.js'
import { version } from '../../src/version.js'
import { ensureBuilt, runCli } from '../support/cli.js'

describe('the command line', function () {
  let cwd = ''
  before(() => ensureBuilt())
  beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), 'group-writeback-cli-'))))
  afterEach(() => rmSync(cwd, { recursive: true }))

  const config = {
    entra: { tenantId: 'contoso.com', credential: { type: 'azureCli' } },
    directory: {
      urls: ['ldaps://127.0.0.1:9'],
      bind: { dn: 'CN=a,DC=test', password: { env: 'NOT_SET' } },
      container: 'OU=Groups,DC=test',
    },
  }

  it('prints its version for -v and --version', async () => {
    for (const option of ['-v', '--version'])
      expect(await runCli([option], { cwd })).to.deep.include({ code: 0, stdout: `${version}\n` })
  })

  it('accepts --yes for disable only, which asks for confirmation', async () => {
    for (const command of ['enable', 'sync', 'apply plan.json', 'check', 'plan', 'status']) {
      const { code, stderr } = await runCli([...command.split(' '), '--yes'], { cwd })
      expect([code, stderr.includes("unknown option '--yes'")], command).to.deep.equal([5, true])
    }
    expect((await runCli(['disable', '--help'], { cwd })).stdout).to.include('--yes')
  })

  it('init writes group-writeback.jsonc, and commands find both default names', async () => {
    expect((await runCli(['init'], { cwd })).stdout).to.equal(`Wrote ${join(cwd, 'group-writeback.jsonc')}\n`)
    rmSync(join(cwd, 'group-writeback.jsonc'))
    for (const name of configFiles) {
      writeFileSync(join(cwd, name), JSON.stringify(config))
      expect(await runCli(['status'], { cwd }), name).to.deep.include({ code: 0, stderr: '' })
      const again = await runCli(['init'], { cwd })
      expect(again.code).to.equal(5)
      expect(again.stderr).to.include(`${join(cwd, name)} already exists. Choose another file with --config.`)
      rmSync(join(cwd, name))
    }
    const { code, stderr } = await runCli(['status'], { cwd })
    expect([code, stderr.startsWith('configNotFound: ')]).to.deep.equal([5, true])
  })

  it('--output-file writes the result in the format of the extension, unless --output selects another', async () => {
    writeFileSync(join(cwd, 'group-writeback.json'), JSON.stringify(config))
    const first = { 'a.json': '{', 'b.md': '# ', 'c.txt': 'OU=Groups' }
    for (const [file, beginning] of Object.entries(first)) {
      expect(await runCli(['status', '-o', file], { cwd })).to.deep.include({ code: 0, stdout: '' })
      expect(readFileSync(join(cwd, file), 'utf8').startsWith(beginning), file).to.equal(true)
    }
    await runCli(['status', '--output-file', 'd.txt', '--output', 'json'], { cwd })
    expect(readFileSync(join(cwd, 'd.txt'), 'utf8').startsWith('{')).to.equal(true)
  })

  it('--output-file fails before the run if the file cannot be written', async () => {
    writeFileSync(join(cwd, 'group-writeback.json'), JSON.stringify(config))
    const { code, stdout, stderr } = await runCli(['sync', '-o', 'nowhere/report.json'], { cwd })
    expect({ code, stdout }).to.deep.equal({ code: 5, stdout: '' })
    expect(stderr).to.equal(
      'usage: nowhere/report.json cannot be written. Specify a file in an existing folder.\n',
    )
  })
})
