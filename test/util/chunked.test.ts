import { expect } from 'chai'
import fc from 'fast-check'
import { chunked } from '../../src/util/chunked.js'

describe('pieces of a list', () => {
  it('are together the list, and none is too long or empty', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 30 }), fc.integer({ min: 1, max: 10 }), (items, size) => {
        const pieces = [...chunked(items, size)]
        expect(pieces.flat()).to.deep.equal(items)
        expect(pieces).to.have.lengthOf(Math.ceil(items.length / size))
        expect(pieces.every(({ length }) => length > 0 && length <= size)).to.equal(true)
      }),
    )
  })
})
