import { expect } from 'chai'
import { countText, reasonCounts } from '../../src/report/counts.js'

describe('count', () => {
  it('uses the plural unless the number is 1', () => {
    expect([0, 1, 2].map((number) => countText(number, 'group'))).to.deep.equal([
      '0 groups',
      '1 group',
      '2 groups',
    ])
  })
})

describe('reasons', () => {
  it('counts each reason, in the order of their first occurrence', () => {
    const list = ['guest', 'device', 'guest', 'cloudOnly', 'device', 'guest'].map((reason) => ({ reason }))
    expect(reasonCounts(list)).to.equal('3 guest, 2 device, 1 cloudOnly')
  })

  it('returns an empty text for an empty list', () => {
    expect(reasonCounts([])).to.equal('')
  })
})
