import { readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import type { Problem } from '../../src/errors.js'
import { withheldFiles } from '../../src/state/withheldFiles.js'
import { container, temporaryFolder } from './fixture.js'

const hashOf = (number: number): string => number.toString(16).padStart(64, '0')
const daysAgo = (days: number): Date => new Date(Date.now() - days * 24 * 3_600_000)

describe('withheldFiles', () => {
  const folder = temporaryFolder()
  const problems: Problem[] = []
  const open = (of = container) =>
    withheldFiles({
      folder: folder('withheld'),
      container: of,
      onDiscarded: (problem) => problems.push(problem),
    })
  const stored = (content: unknown) => JSON.stringify({ container, content })
  const names = async () => (await readdir(folder('withheld'))).sort()
  beforeEach(() => void (problems.length = 0))

  it('are empty at first, and reading creates no files', async () => {
    expect(await open().readWithheld(hashOf(1))).to.equal(undefined)
    expect(await readdir(folder())).to.deep.equal([])
  })

  it('return the steps of a hash', async () => {
    await open().writeWithheld(hashOf(1), ['a', 'b'])
    await open().writeWithheld(hashOf(2), ['c'])
    expect(await open().readWithheld(hashOf(1))).to.deep.equal(['a', 'b'])
    expect(await open().readWithheld(hashOf(2))).to.deep.equal(['c'])
    expect(await open().readWithheld(hashOf(3))).to.equal(undefined)
  })

  it('belong to one container', async () => {
    const other = 'OU=Other,DC=corp,DC=test'
    await open(other).writeWithheld(hashOf(1), ['of another'])
    expect(await open().readWithheld(hashOf(1))).to.equal(undefined)
    await open().writeWithheld(hashOf(1), ['a'])
    expect(await open().readWithheld(hashOf(1))).to.deep.equal(['a'])
    expect(await open('ou=groups, dc=CORP, dc=test').readWithheld(hashOf(1))).to.deep.equal(['a'])
    expect(await open(other).readWithheld(hashOf(1))).to.equal(undefined)
    expect(problems).to.deep.equal([])
  })

  it('keep the steps that were first written under a hash', async () => {
    await open().writeWithheld(hashOf(1), ['a'])
    await open().writeWithheld(hashOf(1), ['a', 'more'])
    expect(await open().readWithheld(hashOf(1))).to.deep.equal(['a'])
  })

  const invalidHashes = [
    '',
    '.',
    '../secret',
    'secret',
    hashOf(1).slice(1),
    `${hashOf(1)}0`,
    hashOf(0xa).toUpperCase(),
    `${hashOf(1)}\n`,
    `../withheld/${hashOf(1)}`,
    `${hashOf(1)}/../${hashOf(1)}`,
    `${hashOf(1)}\0`,
  ]
  for (const hash of invalidHashes) {
    it(`return undefined for the invalid hash ${JSON.stringify(hash)} without reading a file`, async () => {
      await open().writeWithheld(hashOf(1), ['a'])
      await open().writeWithheld(hashOf(0xa), ['a'])
      for (const path of ['secret.json', '.json', 'withheld/secret.json', 'withheld/.json'])
        await writeFile(folder(path), stored(['foreign']))
      expect(await open().readWithheld(hash)).to.equal(undefined)
      expect(problems).to.deep.equal([])
    })
  }

  for (const content of ['', '[', 'null', '{}', '["a"]', stored([5]), stored(['a', null]), stored({})]) {
    it(`warn about the invalid content "${content}", and replace it`, async () => {
      await open().writeWithheld(hashOf(1), ['a'])
      await writeFile(folder('withheld', `${hashOf(1)}.json`), content)
      expect(await open().readWithheld(hashOf(1))).to.equal(undefined)
      expect(problems.map(({ code, hint }) => [code, hint])).to.deep.equal([
        ['stateDiscarded', 'Approve the hash of the next plan.'],
      ])
      await open().writeWithheld(hashOf(1), ['b'])
      expect(await open().readWithheld(hashOf(1))).to.deep.equal(['b'])
    })
  }

  it('are deleted after 30 days', async () => {
    for (const number of [1, 2, 3]) await open().writeWithheld(hashOf(number), ['a'])
    const age = async (number: number, days: number) =>
      utimes(folder('withheld', `${hashOf(number)}.json`), daysAgo(days), daysAgo(days))
    await age(1, 30.1)
    await age(2, 29.9)
    await open().writeWithheld(hashOf(4), ['a'])
    expect(await names()).to.deep.equal([2, 3, 4].map((number) => `${hashOf(number)}.json`))
  })

  it('are kept for the last 300 hashes; other files are never deleted', async () => {
    await open().writeWithheld(hashOf(1000), ['a'])
    await writeFile(folder('withheld/notes.txt'), 'mine')
    await utimes(folder('withheld/notes.txt'), daysAgo(100), daysAgo(100))
    for (let number = 0; number < 300; number++) {
      const file = folder('withheld', `${hashOf(number)}.json`)
      await writeFile(file, stored(['a']))
      const time = new Date(Date.now() - (number + 10) * 60_000)
      await utimes(file, time, time)
    }
    await open().writeWithheld(hashOf(1001), ['a'])
    const left = await names()
    expect(left).to.have.lengthOf(301)
    expect(left).to.include.members(['notes.txt', `${hashOf(1000)}.json`, `${hashOf(1001)}.json`])
    for (const oldest of [298, 299]) expect(left).to.not.include(`${hashOf(oldest)}.json`)
    expect(left).to.include(`${hashOf(297)}.json`)
    expect(await readFile(folder('withheld/notes.txt'), 'utf8')).to.equal('mine')
  })
})
