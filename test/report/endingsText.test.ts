import { expect } from 'chai'
import type { Change } from '../../src/model/change.js'
import { endingsText } from '../../src/report/endingsText.js'
import { addition, creation, deletion, group, id, people, removal, report, text } from './fixture.js'

const update: Change = {
  type: 'updateGroup',
  guid: 'g',
  dn: 'CN=x',
  attributes: [],
  ends: people(3),
}
const move: Change = { type: 'moveGroup', guid: 'g', from: 'CN=a', to: 'CN=b', ends: people(4) }

describe('endingsText', () => {
  it('is undefined if no membership and no object would end', () => {
    expect(endingsText(report())).to.equal(undefined)
    const rename: Change = { type: 'renameGroup', guid: 'g', from: 'CN=a', to: 'CN=b' }
    const harmless = [creation, addition(people(5)), rename, { ...update, ends: undefined } as Change]
    expect(endingsText(report({ groups: [group({ changes: harmless })] }))).to.equal(undefined)
  })

  it('lists the memberships and deleted SIDs by group, planned or withheld', () => {
    const groups = [
      group({ changes: [removal(people(2)), addition(people(1))] }),
      group({ id: id(2), displayName: '', dn: 'CN=Old', withheld: [deletion(people(5))] }),
      group({ id: id(3), displayName: 'Kind', dn: 'CN=Kind', changes: [update], withheld: [move] }),
      group({ id: id(4), displayName: 'Quiet', changes: [creation] }),
      group({ id: id(5), displayName: 'Empty', dn: 'CN=Empty', changes: [deletion([])] }),
    ]
    expect(`${endingsText(report({ groups }))}\n`).to.equal(text`
      14 memberships in 4 groups would end, and 2 objects with their SIDs:
        Sales (CN=Sales,OU=Groups,DC=test): 2 memberships
        00000000-0000-4000-8000-000000000002 (CN=Old): 5 memberships, deleted with its SID S-1-5-21-1
        Kind (CN=Kind): 7 memberships
        Empty (CN=Empty): 0 memberships, deleted with its SID S-1-5-21-1
    `)
  })

  it('uses the singular for one membership and one object', () => {
    const firstLine = (change: Change) =>
      endingsText(report({ groups: [group({ changes: [change] })] }))?.split('\n')[0]
    expect(firstLine(removal(people(1)))).to.equal('1 membership in 1 group would end:')
    expect(firstLine(deletion(people(1)))).to.equal(
      '1 membership in 1 group would end, and 1 object with its SID:',
    )
  })

  for (const number of [20, 22]) {
    it(`names 20 of ${number} groups and counts the others`, () => {
      const groups = Array.from({ length: number }, () => group({ changes: [removal(people(1))] }))
      const lines = endingsText(report({ groups }))?.split('\n') ?? []
      expect(lines[0]).to.equal(`${number} memberships in ${number} groups would end:`)
      expect(lines.filter((line) => line.startsWith('  Sales'))).to.have.lengthOf(20)
      expect(lines.slice(21)).to.deep.equal(number === 20 ? [] : ['  and 2 more groups'])
    })
  }

  it('escapes control characters in names', () => {
    const changes = [removal(people(1))]
    const groups = [group({ displayName: 'a\x1b[2Jb\n', dn: 'CN=\u202ex', changes })]
    expect(endingsText(report({ groups }))?.split('\n')[1]).to.equal(
      '  a\\u{1b}[2Jb  (CN=\\u{202e}x): 1 membership',
    )
  })
})
