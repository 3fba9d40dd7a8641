/** Checks which files of src create evidence for removals. */
import { expect } from 'chai'
import { filesIn, read } from './source.js'

const usersOf = (pattern: RegExp): string[] => filesIn('src').filter((file) => pattern.test(read(file)))

describe('evidence', () => {
  it('of a person’s order is created only for the disable command', () => {
    expect(usersOf(/\borderByPerson\(/)).to.deep.equal(['src/engine/observe/observeManaged.ts'])
    expect(usersOf(/\bobserveManaged\(/)).to.deep.equal([
      'src/commands/disable.ts',
      'src/engine/observe/observeManaged.ts',
    ])
  })

  const nominal: Array<[type: string, file: string]> = [
    ['CompleteRead', 'src/model/completeRead.ts'],
    ['MemberListing', 'src/model/evidence.ts'],
    ['ProvenMembers', 'src/model/evidence.ts'],
    ['ProvenAbsence', 'src/model/evidence.ts'],
    ['PersonsOrder', 'src/model/evidence.ts'],
    ['Surplus', 'src/model/change.ts'],
    ['RemoveMembers', 'src/model/change.ts'],
    ['DeleteGroup', 'src/model/change.ts'],
  ]
  for (const [type, file] of nominal) {
    it(`is cast to ${type} only in ${file}`, () => {
      expect(usersOf(new RegExp(`\\bas ${type}\\b`))).to.deep.equal([file])
    })
  }
})
