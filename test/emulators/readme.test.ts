/** Tests the example of the emulators' README as a reader would run it. */
import { expect } from 'chai'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as emulators from '../../src/emulators/index.js'
import { blocksOf } from '../project/pages.js'
import { read } from '../project/source.js'
import { install } from '../support/installation.js'

const file = 'src/emulators/README.md'
const page = read(file)

describe("the emulators' README", function () {
  this.timeout(60_000)

  it('has an example that runs with the installed package and prints the documented output', async () => {
    const [example, printed, ...others] = blocksOf(file)
    expect([example?.language, printed?.language, others]).to.deep.equal(['js', 'text', []])
    const { folder, run } = install()
    const program = join(folder, 'example.mjs')
    writeFileSync(program, example?.text ?? '')
    const { code, stdout, stderr } = await run(program)
    expect([code, stderr]).to.deep.equal([0, ''])
    expect(stdout).to.equal(printed?.text)
  })

  it('lists every exported function and namespace, and nothing else', () => {
    const [table = ''] = /^\| name[\s\S]*?\n\n/m.exec(page) ?? []
    const named = [...table.matchAll(/^\| (`.*?) *\|/gm)].flatMap(([, names]) => names?.match(/\w+/g) ?? [])
    expect(named).to.have.members(Object.keys(emulators))
  })
})
