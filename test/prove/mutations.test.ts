/**
 * Each guard, completeness check and proof is taken out of the code, and a test fails each time. What has to be taken out
 * is read from the source (mutations/derived.ts), so that nothing new is forgotten.
 *
 * PROVE_MUTATIONS is how many of them are tried, drawn at random; `all` tries every one.
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

  it('are of everything that holds something back or proves something', () => {
    expect(derivedNames().filter((name) => !names.has(name))).to.deep.equal([])
  })

  it('are of nothing else', () => {
    const derived = new Set(derivedNames())
    expect([...names].filter((name) => !derived.has(name))).to.deep.equal([])
  })

  it('are each of one place in the source, and change it', () => {
    const lost = mutations.filter(({ file, from }) => read(file).split(from).length !== 2)
    expect(lost.map(({ of, file, from }) => `${of}: ${file}: ${from}`)).to.deep.equal([])
    expect(mutations.filter(({ from, to }) => from === to)).to.deep.equal([])
  })

  it('are each noticed by tests that are there', () => {
    for (const { of, tests } of mutations) {
      expect(tests, of).to.not.be.empty
      expect(
        tests.filter((test) => !existsSync(join(root, test))),
        of,
      ).to.deep.equal([])
    }
  })
})

describe('the tests', function () {
  this.timeout(0)

  it(`fail without a check (${wanted} of ${mutations.length})`, function () {
    if (wanted === '0') return this.skip()
    const sample = wanted === 'all' ? [] : ['--sample', wanted]
    const { stdout, status } = spawnSync(process.execPath, ['scripts/mutate.mjs', ...sample], {
      cwd: root,
      encoding: 'utf8',
    })
    expect(status, stdout).to.equal(0)
  })
})
