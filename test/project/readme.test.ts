import { expect } from 'chai'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  errorCodes,
  groupReasons,
  guardRules,
  loadConfig,
  memberReasons,
  waitingReasons,
  WritebackError,
  type WrittenConfig,
} from '../../src/index.js'
import { setStage, type Stage } from '../../src/demo/stage.js'
import { cliPath, ensureBuilt, runCli } from '../support/cli.js'
import { blocks, firstColumn, readme, section } from './readme.js'
import { root } from './source.js'

// Never the synchronous one: the servers live in this process.
const execute = promisify(execFile)

const only = (language: string, includes = '') => {
  const found = blocks.filter((block) => block.language === language && block.text.includes(includes))
  expect(found, `${language} ${includes}`).to.have.length(1)
  return found[0]?.text ?? ''
}

describe('the README', function () {
  this.timeout(120_000)
  let stage: Stage
  let folder: string
  before(async () => {
    ensureBuilt()
    stage = await setStage()
    folder = mkdtempSync(join(tmpdir(), 'group-writeback-readme-'))
    const config = JSON.parse(readFileSync(stage.config, 'utf8')) as WrittenConfig
    writeFileSync(stage.config, JSON.stringify({ ...config, scope: { groups: 'selected' } }))
  })
  after(async () => {
    rmSync(folder, { recursive: true })
    await stage.close()
  })

  it('explains every reason and every code, and no other', () => {
    expect(firstColumn(section('memberReasons'))).to.deep.equal([...memberReasons])
    expect(firstColumn(section('groupReasons'))).to.deep.equal([...groupReasons])
    expect(firstColumn(section('waitingReasons'))).to.deep.equal([...waitingReasons])
    expect(firstColumn(section('errorCodes'))).to.deep.equal([...errorCodes])
  })

  it('names every rule of the guard', () => {
    const guards = readme.slice(readme.indexOf('## Guards'), readme.indexOf('## Configuration'))
    expect(guardRules.filter((rule) => !guards.includes(`\`${rule}\``))).to.deep.equal([])
  })

  it('names npm scripts that are there', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>
    }
    expect(only('bash', 'npm run demo').trim()).to.equal('npm ci && npm run demo')
    expect(only('bash', 'npm test').trim()).to.equal('npm ci && npm test')
    expect(scripts).to.include.keys('demo', 'test', 'package:ps')
  })

  it('shows what the demo really prints', async () => {
    const { stdout, code } = await runCli(['demo'], { cwd: folder })
    expect(code).to.equal(0)
    const shown = /```text\n([\s\S]*?)```/.exec(section('demo'))?.[1] ?? ''
    expect(shown).to.not.be.empty
    expect(stdout).to.include(shown)
  })

  it('makes a certificate that the configuration can use', async () => {
    await execute('bash', ['-e', '-c', only('bash', 'openssl')], { cwd: folder })
    const pem = readFileSync(join(folder, 'group-writeback.pem'), 'utf8')
    expect(pem).to.include('BEGIN CERTIFICATE').and.include('PRIVATE KEY')
    const { code, stdout } = await runCli(['init'], { cwd: folder })
    expect([code, stdout.includes('Wrote')]).to.deep.equal([0, true])
    expect((await loadConfig(join(folder, 'group-writeback.json'))).scope.groups).to.equal('selected')
  })

  it('sets up with commands that work', async () => {
    const said = await run(only('bash', 'enable --group'))
    for (const words of ['Ready: ', 'Enabled: ', 'Pending: ', 'Applied: ']) expect(said).to.include(words)
    expect(stage.directory.find('displayName', 'Sales')).to.have.length(1)
  })

  it('shows a configuration that is right but for its files', async () => {
    const whole = only('jsonc', '"$schema"')
    const limits = only('jsonc', '"groupEmptied"')
    // The other limits in the place of those that it shows.
    const both = whole.replace(/"limits": [^\n]*/, () => `${limits.trim()},`)
    for (const text of [whole, both]) {
      const file = join(folder, 'shown.json')
      writeFileSync(file, text)
      const error = await loadConfig(file).catch((thrown: unknown) => thrown)
      expect(error).to.be.instanceOf(WritebackError)
      const messages = (error as WritebackError).problems.map(({ message }) => message)
      expect(
        messages.every((message) => /Path: names a file that is not there/.test(message)),
        messages.join(),
      ).to.equal(true)
    }
  })

  it('shows a program that runs', async () => {
    const program = join(root, 'readme-example.mts')
    writeFileSync(program, only('ts', "from 'group-writeback'"))
    try {
      const args = ['--import', import.meta.resolve('ts-blank-space/register'), program]
      const { stdout: out } = await execute(process.execPath, args, { cwd: join(stage.config, '..') })
      expect(out).to.match(/^(inSync|pending) 0/)
    } finally {
      rmSync(program)
    }
  })

  it('shows a request, and what the packaged entry answers', async () => {
    const script = only('bash', 'entry.cjs').replace('./node_modules/group-writeback', root)
    const { stdout } = await execute('bash', ['-c', script], { cwd: join(stage.config, '..') })
    const shown = /```text\n([\s\S]*?)```/.exec(section('entry'))?.[1] ?? ''
    expect(stdout.replace(/(?<="value":)\{.*\}(?=\})/, '{ the report }')).to.equal(shown)
  })

  /** A block of commands, one after the other, in the folder of the stage; each may find something or nothing to do. */
  async function run(script: string): Promise<string> {
    const command = `group-writeback() { "${process.execPath}" "${cliPath}" "$@" || [ $? = 2 ]; }`
    const lines = [command, 'set -e', script.replaceAll('npx ', '')].join('\n')
    const { stdout } = await execute('bash', ['-c', lines], { cwd: join(stage.config, '..') })
    return stdout
  }
})
