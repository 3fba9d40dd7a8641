import { expect } from 'chai'
import { sharedAliases } from '../../src/planner/aliases.js'
import type { DesiredGroup } from '../../src/model/group.js'
import { desired } from './fixture.js'

const group = (displayName: string, alias?: string): DesiredGroup => ({
  ...desired,
  displayName,
  attributes: { ...(alias !== undefined && { mailNickname: alias === '' ? [] : [alias] }) },
})

describe('mail aliases', () => {
  it('that are each of one group are worth no word, nor is none', () => {
    expect(sharedAliases([])).to.deep.equal([])
    expect(
      sharedAliases([
        group('A', 'a'),
        group('B', 'b'),
        group('C'),
        group('D'),
        group('E', ''),
        group('F', ''),
      ]),
    ).to.deep.equal([])
  })

  it('that several groups share are told together, in whatever case', () => {
    const groups = [
      group('A', 'sales'),
      group('B', 'Sales'),
      group('C', 'x'),
      group('D', 'hr'),
      group('E', 'HR'),
    ]
    expect(sharedAliases(groups)).to.deep.equal([
      {
        code: 'aliasShared',
        message: 'Several groups share a mail alias: sales (A, B); hr (D, E).',
        hint: 'Give them different mail nicknames in Entra; Exchange refuses two objects with one alias.',
      },
    ])
  })

  for (const number of [5, 8]) {
    it(`are named up to five of ${number}`, () => {
      const groups = Array.from({ length: number }, (_, index) => [
        group(`A${index}`, `alias${index}`),
        group(`B${index}`, `alias${index}`),
      ]).flat()
      const message = sharedAliases(groups)[0]?.message ?? ''
      expect(message.match(/alias\d/g)).to.have.lengthOf(5)
      expect(message.endsWith(number === 5 ? 'alias4 (A4, B4).' : 'alias4 (A4, B4); and 3 more.')).to.equal(
        true,
      )
    })
  }
})
