import { expect } from 'chai'
import fc from 'fast-check'
import { allowedAddresses, allowedValue } from '../../src/planner/attributeValues.js'

describe('an attribute value', () => {
  const cases: Array<[value: string | undefined, fits: boolean]> = [
    ['12345', true],
    ['123456', false],
    ['', true],
    [undefined, true],
  ]
  for (const [value, fits] of cases) {
    it(`${JSON.stringify(value)} is ${fits ? 'accepted' : 'skipped as tooLong'} with a limit of 5 characters`, () => {
      expect(allowedValue('mail', value, { mail: 5 })).to.deep.equal({
        values: fits && value ? [value] : [],
        skipped: fits ? [] : [{ attribute: 'mail', value, reason: 'tooLong' }],
      })
    })
  }

  it('is accepted at any length if the attribute has no limit', () => {
    const value = 'x'.repeat(5000)
    expect(allowedValue('mail', value, { mailNickname: 5 }).values).to.deep.equal([value])
  })
})

describe('proxy addresses', () => {
  const long = 'smtp:123456'
  const skipped = (value: string, reason: string) => ({ attribute: 'proxyAddresses', value, reason })
  const cases: Array<[what: string, addresses: string[], values: string[], skipped: unknown[]]> = [
    [
      'if they are SMTP or X500, the primary one first',
      ['smtp:a', 'X500:/o', 'SPO:b', 'sip:c', 'SMTP:d', 'x500:/p'],
      ['SMTP:d', 'smtp:a', 'X500:/o', 'x500:/p'],
      [],
    ],
    [
      'if they are not longer than the limit',
      ['SMTP:12345', long],
      ['SMTP:12345'],
      [skipped(long, 'tooLong')],
    ],
    [
      'once if they differ in case only, in the spelling of the primary one',
      ['smtp:a', 'SMTP:A', 'smtp:A'],
      ['SMTP:A'],
      [skipped('smtp:a', 'duplicate'), skipped('smtp:A', 'duplicate')],
    ],
    [
      'but not if they are too long, and each is reported',
      [long, long],
      [],
      [skipped(long, 'tooLong'), skipped(long, 'tooLong')],
    ],
    ['if there are none, as an empty list', [], [], []],
  ]
  for (const [what, addresses, values, left] of cases) {
    it(`are written ${what}`, () => {
      const given = [...addresses]
      expect(allowedAddresses(addresses, { proxyAddresses: 10 })).to.deep.equal({ values, skipped: left })
      expect(addresses, 'the input stays unchanged').to.deep.equal(given)
    })
  }

  it('that are written are unique and short enough, and all others are reported (property)', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'é'), maxLength: 5 })
    const address = fc
      .tuple(fc.constantFrom('smtp:', 'SMTP:', 'X500:', 'SIP:'), text)
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.array(address, { maxLength: 8 }), (addresses) => {
        const { values, skipped: left } = allowedAddresses(addresses, { proxyAddresses: 8 })
        expect(new Set(values.map((value) => value.toLowerCase())).size).to.equal(values.length)
        for (const value of values) expect(value.length).to.be.at.most(8)
        const known = addresses.filter((value) => !value.startsWith('SIP:'))
        expect([...values, ...left.map(({ value }) => value)].sort()).to.deep.equal([...known].sort())
      }),
    )
  })
})
