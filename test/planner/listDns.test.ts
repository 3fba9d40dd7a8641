import { expect } from 'chai'
import { listDns } from '../../src/planner/listDns.js'

describe('a list of DNs', () => {
  const objects = (number: number) => Array.from({ length: number }, (_, index) => ({ dn: `CN=${index}` }))
  const cases: Array<[number: number, words: string]> = [
    [0, ''],
    [1, 'CN=0'],
    [5, 'CN=0; CN=1; CN=2; CN=3; CN=4'],
    [6, 'CN=0; CN=1; CN=2; CN=3; CN=4; and 1 more'],
    [9, 'CN=0; CN=1; CN=2; CN=3; CN=4; and 4 more'],
  ]
  for (const [number, words] of cases) {
    it(`of ${number} objects is "${words}"`, () => expect(listDns(objects(number))).to.equal(words))
  }
})
