/** The PowerShell of the READMEs, run with a real one as it stands there. */
import { expect } from 'chai'
import { cpSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { WrittenConfig } from '../../src/index.js'
import { setStage, type Stage } from '../../src/demo/stage.js'
import { asInstalled } from '../ps/job.js'
import { packagedModule } from '../ps/packaged.js'
import { describePwsh, quoted, runPwsh } from '../ps/pwsh.js'
import { taskCommands } from '../ps/taskCommands.js'
import { blocksOf, readme, section } from './readme.js'
import { read } from './source.js'

const scripts = (page: string): string[] =>
  blocksOf(page).flatMap(({ language, text }) => (language === 'powershell' ? text : []))

describePwsh('the PowerShell of the READMEs', function () {
  this.timeout(120_000)
  let stage: Stage
  let folder: string

  /** As a reader has it: the demo's company, nothing in scope yet, the package where npm puts it. */
  beforeEach(async () => {
    stage = await setStage()
    folder = dirname(stage.config)
    const config = JSON.parse(readFileSync(stage.config, 'utf8')) as WrittenConfig
    writeFileSync(stage.config, JSON.stringify({ ...config, scope: { groups: 'selected' } }))
    for (const place of ['.', 'node_modules/group-writeback/ps']) {
      cpSync(dirname(packagedModule()), join(folder, place), { recursive: true })
    }
  })
  afterEach(() => stage.close())

  /** One statement after the other, each shown as a console shows it; the first error ends it. */
  async function run(shown: string): Promise<string> {
    const here = shown.replaceAll('C:\\GroupWriteback\\group-writeback.json', quoted(stage.config))
    const script = `${taskCommands}
      $ErrorActionPreference = 'Stop'
      foreach ($statement in [scriptblock]::Create(${quoted(here)}).Ast.EndBlock.Statements) {
        . ([scriptblock]::Create($statement.Extent.Text)) | Out-String -Width 120 | Out-Host
      }`
    const { code, stdout, stderr } = await runPwsh(script, asInstalled({ cwd: folder }))
    expect(code, stderr + stdout).to.equal(0)
    return stdout.replaceAll(/ *\r?\n/g, '\n')
  }

  it('runs as the README has it, and says what the README says', async () => {
    const said = await run(scripts(readme).join('\n'))
    const shown = /```text\n([\s\S]*?)```/.exec(section('powershell'))?.[1] ?? ''
    expect(shown).to.match(/^What if: /)
    expect(said).to.include(shown)
    expect(said).to.match(/Applied: \d+ groups? created/)
    expect(said).to.match(/Status +: inSync/)
    expect(said).to.match(/gmsa-gw\$/)
    expect(stage.directory.find('displayName', 'Platform')).to.have.length(1)
  })

  it("runs as the module's page has it", async () => {
    renameSync(stage.config, join(folder, 'filled in.json'))
    writeFileSync(join(folder, 'groups.csv'), 'Id,DisplayName\n,Platform\n,Sales\n')
    const filledIn = "Copy-Item -LiteralPath 'filled in.json' -Destination group-writeback.json -Force"
    const script = scripts(read('ps/README.md')).join('\n')
    expect(script).to.match(/^Initialize-GroupWriteback\b.*$/m)
    const said = await run(script.replace(/^Initialize-GroupWriteback\b.*$/m, `$&\n${filledIn}`))
    expect(said).to.match(/What if: Enable-GroupWriteback on .* 2 groups to create/)
    expect(said).to.match(/In sync: /)
    expect(said).to.match(/gmsa-gw\$/)
  })
})
