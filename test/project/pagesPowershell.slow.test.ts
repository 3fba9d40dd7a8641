/** Runs the PowerShell commands of the pages and compares their output with the shown one. */
import { expect } from 'chai'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readCertificate } from '../../src/entra/signIn/certificate.js'
import type { WrittenConfig } from '../../src/index.js'
import { asInstalled } from '../ps/job.js'
import { packagedModule } from '../ps/packaged.js'
import { describePwsh, quoted, runPwsh } from '../ps/pwsh.js'
import { isRun } from './notRun.js'
import { allBlocks, blocksOf, pages, patternOf } from './pages.js'
import { newReader, type Reader } from './reader.js'
import { standIns } from './standIns.js'

const mark = '\u001e'
const init = /^Initialize-GroupWriteback\b.*$/m

/** Checks of the effects of the commands of a page. */
const done: Record<string, (reader: Reader, said: string) => unknown> = {
  'docs/powershell.md': ({ stage }, said) => {
    expect(stage.directory.find('displayName', 'Platform')).to.have.length(1)
    expect(said).to.match(/Applied: \d+ groups? created/)
    expect(said).to.match(/Status +: inSync/)
    expect(said).to.match(/gmsa-gw\$/)
  },
  'docs/entra-app.md': async ({ folder }, said) => {
    const [pem, password] = ['group-writeback.pem', 'group-writeback.password.txt'].map((name) =>
      join(folder, name),
    )
    await readCertificate(pem ?? '', readFileSync(password ?? '', 'utf8'))
    expect(
      said.match(/granted on the principal of Graph to the principal of id of the application/g),
    ).to.have.length(2)
  },
  'ps/README.md': (_, said) => {
    expect(said).to.match(/What if: Enable-GroupWriteback on .* 2 groups to create/)
    expect(said).to.match(/In sync: /)
    expect(said).to.match(/gmsa-gw\$/)
  },
}

describePwsh('the PowerShell of the pages', function () {
  this.timeout(180_000)
  let reader: Reader

  /** Installs the package as npm does, and the module and its runbooks as the zip does. */
  beforeEach(async () => {
    reader = await newReader()
    const { folder } = reader
    rmSync(join(folder, 'node_modules/group-writeback'))
    for (const place of ['.', 'node_modules/group-writeback/ps'])
      cpSync(dirname(packagedModule()), join(folder, place), { recursive: true })
    writeFileSync(join(folder, 'groups.csv'), 'Id,DisplayName\n,Platform\n,Sales\n')
  })
  afterEach(() => reader.close())

  /** Runs the statements one after the other, with their output as on a console. The first error ends the script. */
  async function run(blocks: readonly string[]): Promise<string[]> {
    const { folder, stage } = reader
    const { bind } = (JSON.parse(readFileSync(stage.config, 'utf8')) as WrittenConfig).directory
    const fillIn = "Copy-Item -LiteralPath 'filled in.json' -Destination group-writeback.jsonc -Force"
    const passwordFile = quoted(join(folder, 'directory-password.txt'))
    const shown = blocks
      .join(`\nWrite-Host ([char] 0x1e)\n`)
      .replace(
        init,
        (line) =>
          `Move-Item group-writeback.json kept.json\n${line}\n${fillIn}\nMove-Item kept.json group-writeback.json`,
      )
      .replaceAll('C:\\GroupWriteback\\group-writeback.json', quoted(stage.config))
    const script = `${standIns(quoted(bind.dn), passwordFile)}
      $ErrorActionPreference = 'Stop'
      foreach ($statement in [scriptblock]::Create(${quoted(shown)}).Ast.EndBlock.Statements) {
        . ([scriptblock]::Create($statement.Extent.Text)) | Out-String -Width 120 | Out-Host
      }`
    const { code, stdout, stderr } = await runPwsh(script, asInstalled({ cwd: folder }))
    expect(code, stderr + stdout).to.equal(0)
    return stdout.replaceAll(/ *\r?\n/g, '\n').split(mark)
  }

  it('is syntactically valid in blocks that are not run', async () => {
    for (const { page, line, text } of allBlocks.filter(
      (block) => block.language === 'powershell' && !isRun(block),
    )) {
      const { code, stderr } = await runPwsh(`$null = [scriptblock]::Create(${quoted(text)})`, {
        module: false,
      })
      expect(code, `${page}:${line} ${stderr}`).to.equal(0)
    }
  })

  for (const page of pages) {
    const blocks = blocksOf(page).filter((block) => block.language === 'powershell' && isRun(block))
    if (blocks.length === 0) continue
    it(`of ${page} runs with the shown output`, async () => {
      const outputs = await run(blocks.map(({ text }) => text))
      for (const [index, { output, line }] of blocks.entries())
        if (output !== undefined) expect(outputs[index], `line ${line}`).to.match(patternOf(output))
      await done[page]?.(reader, outputs.join(''))
    })
  }
})
