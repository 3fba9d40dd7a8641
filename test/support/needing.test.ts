/** Tests of the summary of skipped tests: each missing requirement once, with a count. */
import { expect } from 'chai'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../project/source.js'

const needing = new URL('needing.ts', import.meta.url).href
const suites = (where: string) => `
import { describeNeeding, skipNeeding } from '${needing}'
describeNeeding('x', 'a program (1.0)', 'suite ${where}', () => { it('one', () => {}); it('two', () => {}) })
describe('hook ${where}', () => {
  before(function () { skipNeeding(this, 'Linux') })
  it('three', () => {})
})
describe('tests ${where}', () => {
  it('four', function () { skipNeeding(this, 'Linux') })
  it('five', () => {})
})`

describe('skipped tests', () => {
  let folder: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'group-writeback-needing-'))
    for (const name of ['a', 'b']) writeFileSync(join(folder, `${name}.test.mts`), suites(name))
  })
  after(() => rmSync(folder, { recursive: true }))

  for (const way of [[], ['--parallel', '--jobs', '2']])
    it(`are counted at the end of the run, once per missing requirement${way.length > 0 ? ', in parallel too' : ''}`, async () => {
      const mocha = join(root, 'node_modules/mocha/bin/mocha.js')
      const args = [mocha, ...way, '--reporter', './scripts/testReporter.cjs', join(folder, '*.test.mts')]
      const env = { ...process.env, GROUPWRITEBACK_REQUIRE: '' }
      const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env })
      expect(stdout).to.include('2 passing')
      expect(stdout.match(/^Skipped: .*$/gm)).to.have.members([
        'Skipped: 4 tests need a program (1.0)',
        'Skipped: 4 tests need Linux',
      ])
    })
})
