import { expect } from 'chai'
import { count, reasons } from '../../src/report/words.js'

describe('a number of things', () => {
  it('is one thing or several', () => {
    expect([0, 1, 2].map((number) => count(number, 'group'))).to.deep.equal([
      '0 groups',
      '1 group',
      '2 groups',
    ])
  })
})

describe('reasons', () => {
  it('are counted, in the order in which they came', () => {
    const list = ['guest', 'device', 'guest', 'cloudOnly', 'device', 'guest'].map((reason) => ({ reason }))
    expect(reasons(list)).to.equal('3 guest, 2 device, 1 cloudOnly')
  })

  it('of nothing are nothing', () => {
    expect(reasons([])).to.equal('')
  })
})
