import { expect } from 'chai'
import { privilegedNotices } from '../../src/planner/privileged.js'
import { defaultLimits } from '../memory/world.js'
import { addition, memberReferences, makePlannedGroup, removal } from './fixture.js'

describe('the notice of additions to a group nested in a protected group', () => {
  const toAdmins = ['CN=Ops,DC=x', 'CN=Admins,DC=x']
  const protectedPaths = [toAdmins]
  const limits = { ...defaultLimits, privileged: [{ group: 'a', below: 'CN=Admins,DC=x' }] }
  const group = {
    ...makePlannedGroup('a', 9, addition(memberReferences(2)), addition(memberReferences(1, 5))),
    protectedPaths,
  }

  it('is returned if the limits allow them', () => {
    expect(
      privilegedNotices([makePlannedGroup('b', 9, addition(memberReferences(1))), group], limits),
    ).to.deep.equal([
      {
        code: 'privilegedMembers',
        message:
          '3 members are added to CN=a, which is nested in a protected group: CN=Ops,DC=x → CN=Admins,DC=x.',
        hint: 'limits.privileged allows it. Remove the pair there to require an approval.',
      },
    ])
  })

  it('is not returned if the guard withholds them, or if no member is added', () => {
    expect(privilegedNotices([group], defaultLimits)).to.deep.equal([])
    const leaving = { ...makePlannedGroup('a', 9, removal(memberReferences(2))), protectedPaths }
    expect(
      privilegedNotices([leaving, makePlannedGroup('a', 9, addition(memberReferences(2)))], limits),
    ).to.deep.equal([])
  })

  it('is not returned if only some of the protected groups are allowed', () => {
    const both = { ...group, protectedPaths: [toAdmins, ['CN=Backup,DC=x']] }
    expect(privilegedNotices([both], limits)).to.deep.equal([])
    const privileged = [...limits.privileged, { group: 'a', below: 'CN=Backup,DC=x' }]
    expect(privilegedNotices([both], { ...limits, privileged }).map(({ code }) => code)).to.deep.equal([
      'privilegedMembers',
    ])
  })
})
