import { expect } from 'chai'
import fc from 'fast-check'
import { candidateIds } from '../../../src/emulators/entra/graph/filter/candidates.js'
import { parseFilter } from '../../../src/emulators/entra/graph/filter/parse.js'
import { emptyStore } from '../../../src/emulators/entra/tenant/store.js'

describe("the emulated Entra: $filter's parser and indexes", () => {
  it('parses any text or rejects it with an error response', () => {
    const words = [
      'displayName',
      'eq',
      "'a'",
      '(',
      ')',
      'and',
      'or',
      'not',
      'in',
      ',',
      '/',
      'any',
      ':',
      'null',
      '5',
    ]
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom(...words)).map((parts) => parts.join(' ')),
    )
    fc.assert(
      fc.property(text, (filter) => {
        try {
          parseFilter(filter)
        } catch (error) {
          expect(error).to.have.property('code', 'BadRequest')
        }
      }),
    )
  })

  it('parses every string literal back to its value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        const filter = parseFilter(`displayName eq '${value.replaceAll("'", "''")}'`)
        expect(filter).to.deep.include({ literal: { type: 'string', value } })
      }),
    )
  })

  it('narrows the objects to those that an index names', () => {
    const store = emptyStore()
    const narrowed = (filter: string) => candidateIds(parseFilter(filter), store, 'group') !== undefined
    expect(narrowed("displayName eq 'a'")).to.equal(true)
    expect(narrowed("id in ('a','b')")).to.equal(true)
    expect(narrowed("mailEnabled eq true and mail eq 'a'")).to.equal(true)
    expect(narrowed("mail eq 'a' or displayName eq 'b'")).to.equal(true)
    expect(narrowed("mail eq 'a' or mailEnabled eq true")).to.equal(false)
    expect(narrowed("not(mail eq 'a')")).to.equal(false)
    expect(narrowed("mail ne 'a'")).to.equal(false)
    expect(narrowed('mail eq null')).to.equal(false)
  })
})
