import { readdir, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { holder, startChild, temporaryFolder, type Child } from './fixture.js'

describe('takeLease in several processes', function () {
  const folder = temporaryFolder()
  let children: Child[] = []

  before(async () => {
    children = [1, 2, 3].map(() => startChild('./leaseChild.ts'))
    for (const child of children) expect(await child.readLine()).to.equal('ready')
  })
  after(() => Promise.all(children.map((child) => child.kill())))

  const sendToAll = async (line: string): Promise<string[]> => {
    for (const child of children) child.sendLine(line)
    return Promise.all(children.map((child) => child.readLine()))
  }

  it('lets exactly one take over a stale lease (20 times)', async () => {
    const stale = JSON.stringify(holder('gone', { since: '2000-01-01T00:00:00.000Z' }))
    for (let round = 0; round < 20; round++) {
      await writeFile(folder(`${round}.json`), stale)
      const results = await sendToAll(`race ${folder(`${round}.json`)}`)
      expect(results.sort(), `round ${round}`).to.deep.equal(['lost', 'lost', 'won'])
    }
    const left = (await readdir(folder())).filter((name) => !/^\d+\.json$/.test(name))
    expect(left, 'left behind').to.deep.equal([])
  })

  it('lets exactly one take a free lease (20 times)', async () => {
    for (let round = 0; round < 20; round++) {
      const results = await sendToAll(`race ${folder(`${round}.json`)}`)
      expect(results.sort(), `round ${round}`).to.deep.equal(['lost', 'lost', 'won'])
    }
  })

  it('never lets two hold the lease at a time', async () => {
    const results = await sendToAll(`enter ${folder('lease.json')} 15`)
    expect(results).to.deep.equal(['entered', 'entered', 'entered'])
  })
})
