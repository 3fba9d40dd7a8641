/** Tests the output at a terminal; `script` (util-linux) provides the terminal. */
import { expect } from 'chai'
import { spawn, spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { startDemoServers, type DemoServers } from '../../src/demo/stage.js'
import { cliPath, ensureBuilt } from '../support/cli.js'
import { describeNeeding } from '../support/needing.js'

const { stdout } = spawnSync('script', ['--version'], { encoding: 'utf8' })
const missing = /util-linux/.test(stdout ?? '') ? undefined : 'script of util-linux'

describeNeeding('script', missing, 'at a terminal', function () {
  this.timeout(300_000)
  let stage: DemoServers
  before(async () => {
    ensureBuilt()
    stage = await startDemoServers()
  })
  after(() => stage?.close())

  /** Runs a command and returns the output at the terminal; types `answer` at a confirmation. */
  function run(command: string, answer = ''): Promise<{ code: number; shown: string }> {
    const line = `"${process.execPath}" "${cliPath}" ${command} --config "${stage.config}"`
    const env = { ...process.env, NO_COLOR: undefined }
    const child = spawn('script', ['-qfec', line, '/dev/null'], { cwd: tmpdir(), env })
    let shown = ''
    child.stdout.on('data', (piece: Buffer) => {
      shown += piece.toString()
      if (/\[y\/N\] [^\n]*$/.test(piece.toString()))
        child.stdin.write(/^[\x03\x04]/.test(answer) ? answer : `${answer}\n`)
    })
    return new Promise((resolve) => child.on('close', (code) => resolve({ code: code ?? -1, shown })))
  }

  it('sync draws a progress bar per phase, clears it and prints a coloured report', async () => {
    const { code, shown } = await run('sync')
    expect(code).to.equal(0)
    for (const phase of ['reading', 'applying'])
      expect(shown).to.match(new RegExp(`${phase} \\[=+\\] (\\d+)/\\1`))
    expect(shown).to.match(/\x1b\[\?25h[^]*\x1b\[1mApplied: 13 groups created/)
  })

  for (const [name, key] of [
    ['a Ctrl-C', '\x03'],
    ['the end of input', '\x04'],
  ] as const) {
    it(`disable treats ${name} at the confirmation as no`, async () => {
      const { code, shown } = await run('disable --objects empty', key)
      expect(code).to.equal(5)
      expect(shown)
        .to.include('Not confirmed; nothing was changed.')
        .and.not.match(/at .*node:internal/)
    })
  }

  it('disable lists the memberships that would end, and changes nothing without a yes', async () => {
    const before = stage.directory.tree(stage.container)
    const refused = await run('disable --objects empty')
    expect(refused.code).to.equal(5)
    expect(refused.shown)
      .to.match(/^\d+ memberships in \d+ groups would end:\r?\n {2}\S[^\n]* \(CN=[^\n]*\): \d+ memberships?/m)
      .and.include('Not confirmed; nothing was changed.')
    expect(stage.directory.tree(stage.container)).to.equal(before)
    const confirmed = await run('disable --group Platform --objects empty', 'yes')
    expect(confirmed.shown).to.match(
      /\d+ memberships in 1 group would end:[^]*Platform [^]*Continue\? \[y\/N\] [^]*(Applied|Withheld): /,
    )
  })

  it('disable stops if the dry run before the confirmation fails', async () => {
    const before = stage.directory.tree(stage.container)
    const isBind = ({ operation }: { operation: { type: string } }) => operation.type === 'bind'
    stage.directory.faults.next({ match: isBind, respond: { code: 49, text: 'data 52e' } })
    const { code, shown } = await run('disable --objects empty')
    expect(stage.directory.faults.pending()).to.equal(0)
    expect(shown).to.include('bindRefused').and.not.include('Continue?')
    expect(code).to.equal(1)
    expect(stage.directory.tree(stage.container)).to.equal(before)
  })
})
