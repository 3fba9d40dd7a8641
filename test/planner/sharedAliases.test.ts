import { expect } from 'chai'
import { sharedAliasProblems } from '../../src/planner/sharedAliases.js'
import type { DesiredGroup } from '../../src/model/group.js'
import { desired } from './fixture.js'

const group = (displayName: string, alias?: string): DesiredGroup => ({
  ...desired,
  displayName,
  attributes: { ...(alias !== undefined && { mailNickname: alias === '' ? [] : [alias] }) },
})

describe('shared mail aliases', () => {
  it('are no problem if each alias belongs to one group, or a group has none', () => {
    expect(sharedAliasProblems([])).to.deep.equal([])
    expect(
      sharedAliasProblems([
        group('A', 'a'),
        group('B', 'b'),
        group('C'),
        group('D'),
        group('E', ''),
        group('F', ''),
      ]),
    ).to.deep.equal([])
  })

  it('are reported in one problem, compared case-insensitively', () => {
    const groups = [
      group('A', 'sales'),
      group('B', 'Sales'),
      group('C', 'x'),
      group('D', 'hr'),
      group('E', 'HR'),
    ]
    expect(sharedAliasProblems(groups)).to.deep.equal([
      {
        code: 'aliasShared',
        message: 'Several groups share a mail alias: sales (A, B); hr (D, E).',
        hint: 'Set different mail nicknames in Entra ID; Exchange does not support two objects with one alias.',
      },
    ])
  })

  for (const number of [5, 8]) {
    it(`are listed up to five if there are ${number}`, () => {
      const groups = Array.from({ length: number }, (_, index) => [
        group(`A${index}`, `alias${index}`),
        group(`B${index}`, `alias${index}`),
      ]).flat()
      const message = sharedAliasProblems(groups)[0]?.message ?? ''
      expect(message.match(/alias\d/g)).to.have.lengthOf(5)
      expect(message.endsWith(number === 5 ? 'alias4 (A4, B4).' : 'alias4 (A4, B4); and 3 more.')).to.equal(
        true,
      )
    })
  }
})
