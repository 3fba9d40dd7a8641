/** Tests of the zip and the npm package, each installed alone in an empty folder. */
import { expect } from 'chai'
import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { unzipSync } from 'fflate'
import { root } from '../project/source.js'
import { ensureBuilt } from '../support/cli.js'
import { psPlace, type PsPlace } from './place.js'
import { describePwsh, quoted } from './pwsh.js'

describePwsh('the packages', function () {
  this.timeout(300_000)
  let place: PsPlace
  let folder: string

  before(async () => {
    ensureBuilt()
    folder = realpathSync.native(mkdtempSync(join(tmpdir(), 'Ein leerer Ordner für ')))
    place = await psPlace()
  })
  after(async () => {
    await place.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Builds the package in a new folder and returns the zip. */
  function zip(name: string, env: Record<string, string> = {}): Uint8Array {
    const output = join(folder, name)
    const args = [`${root}scripts/packagePs.mjs`, output]
    execFileSync(process.execPath, args, { env: { ...process.env, ...env }, stdio: 'pipe' })
    const [file = ''] = readdirSync(output).filter((entry) => entry.endsWith('.zip'))
    expect(file).to.match(/^GroupWriteback-\d+\.\d+\.\d+\.zip$/)
    return new Uint8Array(readFileSync(join(output, file)))
  }

  /** Imports the module, syncs a new group, and runs the runbook beside the module. */
  async function expectWorking(ps: string, name: string): Promise<void> {
    place.group(name, place.people(3))
    const report = `$report = Sync-GroupWriteback; $report.Status; $report.Totals.MembersAdded`
    const help = `(Get-Help about_GroupWriteback | Out-String) -match 'TOPIC\\s+about_GroupWriteback'`
    const from = `(Get-Module GroupWriteback).ModuleBase`
    const module = join(ps, 'GroupWriteback')
    const values = await place.values(`${report}; ${help}; ${from}`, { module })
    expect(values).to.deep.equal(['applied', 3, true, module])
    expect(place.members(name)).to.equal(3)
    const runbook = quoted(join(ps, 'runbooks/Sync-GroupWriteback.Runbook.ps1'))
    const job = `(& ${runbook} -ConfigPath group-writeback.json).Status; ${from}`
    expect(await place.values(job, { module: false })).to.deep.equal(['inSync', module])
  }

  it('have the same bytes for the same sources in every time zone', () => {
    const [one, other] = [zip('one', { TZ: 'Asia/Tokyo' }), zip('other', { TZ: 'America/New_York' })]
    expect(Buffer.compare(one, other)).to.equal(0)
  })

  it('the zip works with only Node.js installed', async () => {
    const unpacked = join(folder, 'von Hand entpackt')
    for (const [path, bytes] of Object.entries(unzipSync(zip('for unpacking')))) {
      mkdirSync(dirname(join(unpacked, path)), { recursive: true })
      writeFileSync(join(unpacked, path), bytes)
    }
    expect(readdirSync(unpacked).sort()).to.deep.equal(['GroupWriteback', 'README.md', 'runbooks'])
    expect(readdirSync(join(unpacked, 'GroupWriteback'))).to.include.members(['LICENSE', 'lib', 'en-US'])
    expect(readdirSync(join(unpacked, 'GroupWriteback/lib'))).to.have.members([
      'entry.cjs',
      'entry.LICENSES.txt',
    ])
    await expectWorking(unpacked, 'Aus der Datei')
  })

  it('the module in the npm package works', async () => {
    const args = ['pack', root, '--ignore-scripts', '--silent']
    execFileSync('npm', args, { cwd: folder, stdio: 'pipe', shell: process.platform === 'win32' })
    const [file = ''] = readdirSync(folder).filter((entry) => entry.endsWith('.tgz'))
    const installed = join(folder, 'Projekt/node_modules/group-writeback')
    mkdirSync(installed, { recursive: true })
    execFileSync('tar', ['-xzf', join('../../..', file), '--strip-components=1'], { cwd: installed })
    await expectWorking(join(installed, 'ps'), 'Aus dem Paket')
  })
})
