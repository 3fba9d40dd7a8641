import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'chai'
import { openJournal } from '../../src/state/journal.js'
import { openStore } from '../../src/state/store.js'
import { addition, head, startChild, temporaryFolder } from './fixture.js'

describe('state of a process that is killed while it writes', function () {
  const folder = temporaryFolder()

  /**
   * Starts the process and kills it at a random moment after `check` has returned true; the moment is what the test
   * varies.
   */
  async function killRandomly(what: 'state' | 'journal', path: string, check: () => Promise<boolean>) {
    const child = startChild('./crashChild.ts', what, path)
    await child.readLine()
    const end = performance.now() + Math.random() * 100
    while (!(await check()) || performance.now() < end);
    await pause(Math.random() * 5)
    await child.kill()
    await check()
  }

  it('is the complete old or the complete new state (3 times)', async () => {
    for (let time = 0; time < 3; time++) {
      const lengths = new Set<number>()
      await killRandomly('state', folder('state'), async () => {
        const { disabled } = await openStore(folder('state'), 'OU=Groups,DC=test').readIntent()
        expect(disabled).to.deep.equal(disabled.map((_, index) => `group ${index}`))
        return lengths.add(disabled.length).size > 2
      })
    }
  })

  it('has journals that can be read, with every intent before the first outcome (at least 4 times)', async () => {
    let cutOff = 0
    const round = async (time: number) => {
      const path = folder(String(time))
      await killRandomly('journal', path, async () => (await readdir(path)).length > 1)
      for (const name of await readdir(path)) cutOff += Number(await checkJournal(`${path}/${name}`))
      await (await openJournal(path, head('next', '2030-01-01T00:00:00.000Z'), [addition('a')])).close()
    }
    for (let time = 0; time < 4 || (cutOff === 0 && time < 20); time += 2)
      await Promise.all([round(time), round(time + 1)])
    expect(cutOff, 'journals that were cut off').to.be.greaterThan(0)
  })
})

/** Checks the order of the entries; returns true if the journal was cut off. */
async function checkJournal(file: string): Promise<boolean> {
  const lines = (await readFile(file, 'utf8')).split('\n')
  lines.pop()
  const entries = lines.map((line) => JSON.parse(line) as { type: string; index?: number })
  const of = (type: string) => entries.filter((entry) => entry.type === type).map(({ index }) => index)
  const all = Array.from({ length: 100 }, (_, index) => index)
  expect(of('intent')).to.deep.equal(all.slice(0, of('intent').length))
  expect(of('outcome')).to.deep.equal(all.slice(0, of('outcome').length))
  if (of('outcome').length > 0) expect(of('intent')).to.have.lengthOf(100)
  return entries.at(-1)?.type !== 'end'
}
