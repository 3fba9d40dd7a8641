import { readdir, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { holder, startChild, temporaryFolder, type Child } from './fixture.js'

describe('processes that want one lease', function () {
  const folder = temporaryFolder()
  let children: Child[] = []

  before(async () => {
    children = [1, 2, 3].map(() => startChild('./leaseChild.ts'))
    for (const child of children) expect(await child.hear()).to.equal('ready')
  })
  after(() => Promise.all(children.map((child) => child.kill())))

  const all = async (line: string): Promise<string[]> => {
    for (const child of children) child.tell(line)
    return Promise.all(children.map((child) => child.hear()))
  }

  it('and find it stale: exactly one takes it over (20 times)', async () => {
    const stale = JSON.stringify(holder('gone', { since: '2000-01-01T00:00:00.000Z' }))
    for (let round = 0; round < 20; round++) {
      await writeFile(folder(`${round}.json`), stale)
      const answers = await all(`race ${folder(`${round}.json`)}`)
      expect(answers.sort(), `round ${round}`).to.deep.equal(['lost', 'lost', 'won'])
    }
    const left = (await readdir(folder())).filter((name) => !/^\d+\.json$/.test(name))
    expect(left, 'left behind').to.deep.equal([])
  })

  it('and find none: exactly one takes it (20 times)', async () => {
    for (let round = 0; round < 20; round++) {
      const answers = await all(`race ${folder(`${round}.json`)}`)
      expect(answers.sort(), `round ${round}`).to.deep.equal(['lost', 'lost', 'won'])
    }
  })

  it('again and again: never two at a time', async () => {
    const answers = await all(`enter ${folder('lease.json')} 15`)
    expect(answers).to.deep.equal(['entered', 'entered', 'entered'])
  })
})
