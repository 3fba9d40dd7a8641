import { expect } from 'chai'
import fc from 'fast-check'
import { fitAddresses, fitValue } from '../../src/planner/attributeValues.js'

describe('a value', () => {
  const cases: Array<[value: string | undefined, fits: boolean]> = [
    ['12345', true],
    ['123456', false],
    ['', true],
    [undefined, true],
  ]
  for (const [value, fits] of cases) {
    it(`${fits ? 'fits into' : 'is too long for'} five characters: ${JSON.stringify(value)}`, () => {
      expect(fitValue('mail', value, { mail: 5 })).to.deep.equal({
        values: fits && value ? [value] : [],
        skipped: fits ? [] : [{ attribute: 'mail', value, reason: 'tooLong' }],
      })
    })
  }

  it('of an attribute without a limit may be of any length', () => {
    const value = 'x'.repeat(5000)
    expect(fitValue('mail', value, { mailNickname: 5 }).values).to.deep.equal([value])
  })
})

describe('addresses', () => {
  const long = 'smtp:123456'
  const skipped = (value: string, reason: string) => ({ attribute: 'proxyAddresses', value, reason })
  const cases: Array<[what: string, addresses: string[], values: string[], skipped: unknown[]]> = [
    [
      'of Exchange in AD alone, the primary one first',
      ['smtp:a', 'X500:/o', 'SPO:b', 'sip:c', 'SMTP:d', 'x500:/p'],
      ['SMTP:d', 'smtp:a', 'X500:/o', 'x500:/p'],
      [],
    ],
    ['that fit', ['SMTP:12345', long], ['SMTP:12345'], [skipped(long, 'tooLong')]],
    [
      'once, in whatever spelling, of which the primary one stays',
      ['smtp:a', 'SMTP:A', 'smtp:A'],
      ['SMTP:A'],
      [skipped('smtp:a', 'duplicate'), skipped('smtp:A', 'duplicate')],
    ],
    [
      'of which one is too long as often as it comes',
      [long, long],
      [],
      [skipped(long, 'tooLong'), skipped(long, 'tooLong')],
    ],
    ['where there are none', [], [], []],
  ]
  for (const [what, addresses, values, left] of cases) {
    it(`are written ${what}`, () => {
      const given = [...addresses]
      expect(fitAddresses(addresses, { proxyAddresses: 10 })).to.deep.equal({ values, skipped: left })
      expect(addresses, 'left as they were').to.deep.equal(given)
    })
  }

  it('are such that AD takes them, and none is dropped silently, whatever the cloud has', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'é'), maxLength: 5 })
    const address = fc
      .tuple(fc.constantFrom('smtp:', 'SMTP:', 'X500:', 'SIP:'), text)
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.array(address, { maxLength: 8 }), (addresses) => {
        const { values, skipped: left } = fitAddresses(addresses, { proxyAddresses: 8 })
        expect(new Set(values.map((value) => value.toLowerCase())).size).to.equal(values.length)
        for (const value of values) expect(value.length).to.be.at.most(8)
        const known = addresses.filter((value) => !value.startsWith('SIP:'))
        expect([...values, ...left.map(({ value }) => value)].sort()).to.deep.equal([...known].sort())
      }),
    )
  })
})
