import { expect } from 'chai'
import type { Entry } from '../../src/ad/ldap/connection.js'
import { objectKind } from '../../src/ad/entries.js'
import { grantsDomainControl, isSystemObject, protectionOf } from '../../src/ad/protection.js'

const entry = (attributes: Record<string, string[]> = {}): Entry => ({
  dn: 'CN=a',
  attributes: new Map(
    Object.entries(attributes).map(([name, values]) => [
      name.toLowerCase(),
      values.map((text) => Buffer.from(text)),
    ]),
  ),
})
const ours = (rid: number) => `S-1-5-21-1-2-3-${rid}`
const builtin = (rid: number) => `S-1-5-32-${rid}`
const stamped = entry({ adminCount: ['1'] })
const critical = entry({ isCriticalSystemObject: ['TRUE'] })

describe('the protection of an object', () => {
  it('is isCriticalSystemObject or wellKnownRid before adminCount', () => {
    expect(protectionOf(entry(), ours(1104))).to.equal(undefined)
    expect(protectionOf(entry({ adminCount: ['0'] }), ours(1104))).to.equal(undefined)
    expect(protectionOf(stamped, ours(1104))).to.equal('adminCount')
    expect(protectionOf(stamped, ours(512))).to.equal('wellKnownRid')
    expect(protectionOf(critical, ours(1104))).to.equal('isCriticalSystemObject')
  })

  it('isSystemObject is true for RIDs below 1000 and for isCriticalSystemObject, not for adminCount', () => {
    expect(isSystemObject(entry(), ours(502))).to.equal(true)
    expect(isSystemObject(critical, ours(1104))).to.equal(true)
    expect(isSystemObject(stamped, ours(1104))).to.equal(false)
  })

  it('isPowerful is true for some built-in groups and for every object with adminCount', () => {
    const powerful = [512, 516, 518, 519, 521].map(ours).concat([544, 548, 549, 550, 551, 552].map(builtin))
    for (const sid of powerful) expect(grantsDomainControl(entry(), sid), sid).to.equal(true)
    const harmless = [513, 514, 515, 1104].map(ours).concat([545, 546, 555, 574].map(builtin))
    for (const sid of harmless) expect(grantsDomainControl(critical, sid), sid).to.equal(false)
    for (const sid of harmless) expect(grantsDomainControl(stamped, sid), sid).to.equal(true)
  })
})

describe('the kind of an object', () => {
  it('is determined by its most derived class', () => {
    const kind = (...classes: string[]) => objectKind(entry({ objectClass: ['top', ...classes] }))
    expect(kind('person', 'organizationalPerson', 'user')).to.equal('user')
    expect(kind('person', 'user', 'inetOrgPerson')).to.equal('user')
    expect(kind('person', 'user', 'computer')).to.equal('computer')
    expect(kind('person', 'user', 'computer', 'msDS-GroupManagedServiceAccount')).to.equal('computer')
    expect(kind('group')).to.equal('group')
    expect(kind('person', 'contact')).to.equal('other')
    expect(objectKind(entry())).to.equal('other')
  })
})
