import { expect } from 'chai'
import fc from 'fast-check'
import { splitIntoChunks } from '../../src/util/splitIntoChunks.js'

describe('chunked', () => {
  it('returns all items in their order, in chunks of 1 to size items', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 30 }), fc.integer({ min: 1, max: 10 }), (items, size) => {
        const chunks = [...splitIntoChunks(items, size)]
        expect(chunks.flat()).to.deep.equal(items)
        expect(chunks).to.have.lengthOf(Math.ceil(items.length / size))
        expect(chunks.every(({ length }) => length > 0 && length <= size)).to.equal(true)
      }),
    )
  })
})
