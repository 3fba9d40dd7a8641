/**
 * Removes each guard, completeness check and proof from the code, and expects a test to fail each time. The list of what
 * to remove is derived from the source (mutations/derived.ts), so that no new check is forgotten.
 *
 * PROVE_MUTATIONS is the size of the random sample, or `all`.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { read, root } from '../project/source.js'
import { mutations } from './mutations/all.js'
import { derivedNames } from './mutations/derived.js'

const wanted = process.env['PROVE_MUTATIONS'] ?? '3'

describe('the mutations', () => {
  const names = new Set(mutations.map(({ of }) => of))

  it('cover every guard, check, proof and error code of the source', () => {
    expect(derivedNames().filter((name) => !names.has(name))).to.deep.equal([])
  })

  it('name only guards, checks, proofs and error codes that exist', () => {
    const derived = new Set(derivedNames())
    expect([...names].filter((name) => !derived.has(name))).to.deep.equal([])
  })

  it('each match exactly one place in the source, and change it', () => {
    const lost = mutations.filter(({ file, from }) => read(file).split(from).length !== 2)
    expect(lost.map(({ of, file, from }) => `${of}: ${file}: ${from}`)).to.deep.equal([])
    expect(mutations.filter(({ from, to }) => from === to)).to.deep.equal([])
  })

  it('each name existing test files', () => {
    for (const { of, tests } of mutations) {
      expect(tests, of).to.not.be.empty
      expect(
        tests.filter((test) => !existsSync(join(root, test))),
        of,
      ).to.deep.equal([])
    }
  })
})

describe('the named tests', function () {
  this.timeout(0)

  it(`fail if a check is removed (${wanted} of ${mutations.length})`, function () {
    if (wanted === '0') return this.skip()
    const sample = wanted === 'all' ? [] : ['--sample', wanted]
    const { stdout, status } = spawnSync(process.execPath, ['scripts/mutate.mjs', ...sample], {
      cwd: root,
      encoding: 'utf8',
    })
    expect(status, stdout).to.equal(0)
  })
})
