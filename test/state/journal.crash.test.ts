import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'chai'
import { openJournal } from '../../src/state/journal.js'
import { openStore } from '../../src/state/store.js'
import { addition, head, startChild, temporaryFolder } from './fixture.js'

describe('a process that is killed while it writes', function () {
  const folder = temporaryFolder()

  /**
   * Starts it, lets it write for a random moment, the moment being what the test is about, and kills it; `look` says
   * whether enough was seen.
   */
  async function killed(what: 'state' | 'journal', place: string, look: () => Promise<boolean>) {
    const child = startChild('./crashChild.ts', what, place)
    await child.hear()
    const end = performance.now() + Math.random() * 100
    while (!(await look()) || performance.now() < end);
    await pause(Math.random() * 5)
    await child.kill()
    await look()
  }

  it('leaves the old state or the new one, whole (3 times)', async () => {
    for (let time = 0; time < 3; time++) {
      const lengths = new Set<number>()
      await killed('state', folder('state'), async () => {
        const { disabled } = await openStore(folder('state'), 'OU=Groups,DC=test').readIntent()
        expect(disabled).to.deep.equal(disabled.map((_, index) => `group ${index}`))
        return lengths.add(disabled.length).size > 2
      })
    }
  })

  it('leaves journals that the next run reads, with every intent on disk before the first outcome (4 times and more)', async () => {
    let torn = 0
    const round = async (time: number) => {
      const place = folder(String(time))
      await killed('journal', place, async () => (await readdir(place)).length > 1)
      for (const name of await readdir(place)) torn += Number(await checkJournal(`${place}/${name}`))
      await (await openJournal(place, head('next', '2030-01-01T00:00:00.000Z'), [addition('a')])).close()
    }
    for (let time = 0; time < 4 || (torn === 0 && time < 20); time += 2)
      await Promise.all([round(time), round(time + 1)])
    expect(torn, 'journals that were cut off').to.be.greaterThan(0)
  })
})

/** Whether the journal was cut off. */
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
