import { expect } from 'chai'
import { valuesPerFilter } from '../../src/ad/searchEntries.js'
import { anchor, startEmbedded, type Embedded } from './embedded.helpers.js'

describe('readManagedGroups with more ids than one filter takes', function () {
  let embedded: Embedded
  before(async () => (embedded = await startEmbedded()))
  after(() => embedded.close())

  it('reads the groups of all filters', async () => {
    const { directory, container } = embedded
    const numbers = Array.from({ length: valuesPerFilter + 1 }, (_, index) => index + 1)
    const made = [1, numbers.length].map((number) => {
      const attributes = { adminDescription: anchor(number) }
      return directory.addGroup({ name: `group ${number}`, ou: container, attributes }).guid
    })
    const ids = numbers.map((number) => anchor(number).slice('Group_'.length))
    const { items } = await embedded.open().readManagedGroups(ids, async (page) => page)
    expect(items.map(({ guid }) => guid)).to.deep.equal(made)
  })
})
