import { expect } from 'chai'
import { octets, tlv } from '../../../src/ad/ldap/ber.js'
import {
  allBits,
  and,
  atLeast,
  encodeFilter,
  equals,
  not,
  or,
  present,
  startsWith,
  type Filter,
} from '../../../src/ad/ldap/filter.js'
import { guidBytes, sidBytes } from '../../../src/emulators/directory/names/identifiers.js'
import { useDirectory } from './support/fixture.js'
import { texts } from './support/wire.js'

const rule = (oid: string, attribute: string, value: string): Buffer =>
  tlv(0xa9, [octets(oid, 0x81), octets(attribute, 0x82), octets(value, 0x83)])
const anyBit = (attribute: string, bits: string) => rule('1.2.840.113556.1.4.804', attribute, bits)
const inChain = (attribute: string, dn: string) => rule('1.2.840.113556.1.4.1941', attribute, dn)
const substrings = (attribute: string, ...pieces: Array<[0x80 | 0x81 | 0x82, string]>): Buffer =>
  tlv(0xa4, [
    octets(attribute),
    tlv(
      0x30,
      pieces.map(([tag, text]) => octets(text, tag)),
    ),
  ])
const atMost = (attribute: string, value: string): Buffer => tlv(0xa6, [octets(attribute), octets(value)])
const negated = (filter: Buffer): Buffer => tlv(0xa2, [filter])

describe('the embedded directory: filters', () => {
  const fixture = useDirectory()
  const made: Record<string, { dn: string; guid: string; sid: string }> = {}
  let place: string

  before(() => {
    const { directory, ou } = fixture()
    place = directory.addOu('Filters', ou)
    for (const [name, type, attributes] of [
      [
        'alpha',
        '-2147483640',
        { adminDescription: 'Group_1', description: 'first one', proxyAddresses: ['smtp:a', 'SMTP:b'] },
      ],
      ['beta', '8', { adminDescription: 'Group_2', description: 'second one' }],
      ['gamma', '-2147483644', { adminDescription: 'Person_1' }],
    ] as const) {
      made[name] = directory.addGroup({ name, ou: place, type, attributes })
    }
    made['ann'] = directory.addUser({ name: 'ann', ou: directory.addOu('Deeper', place) })
    directory.addMembers(made['alpha']?.dn ?? '', made['ann'].dn)
    directory.addMembers(made['beta']?.dn ?? '', made['alpha']?.dn ?? '')
    directory.addMembers(made['gamma']?.dn ?? '', made['beta']?.dn ?? '')
    // A ring, which nothing may follow for ever.
    directory.addMembers(made['alpha']?.dn ?? '', made['beta']?.dn ?? '')
  })

  const find = async (filter: Filter | Buffer, scope: 'base' | 'one' | 'sub' = 'sub', base = place) => {
    const { code, text, entries } = await fixture().admin.search({
      base,
      scope,
      filter,
      attributes: ['name'],
    })
    expect(code, text).to.equal(0) // nobody found is no failure
    return entries.map((entry) => texts(entry, 'name')?.[0]).sort()
  }
  const dn = (name: string) => made[name]?.dn ?? ''
  const sid = (name: string) => sidBytes(made[name]?.sid ?? '') ?? Buffer.alloc(0)

  const questions: Array<[string, () => Filter | Buffer, string[]]> = [
    ['a name, in any case', () => equals('CN', 'ALPHA'), ['alpha']],
    ['a name of the other attribute', () => equals('ou', 'alpha'), []],
    ['an account name', () => equals('sAMAccountName', 'Beta'), ['beta']],
    ['one of several values', () => equals('proxyAddresses', 'smtp:B'), ['alpha']],
    ['a GUID', () => equals('objectGUID', guidBytes(made['beta']?.guid ?? '')), ['beta']],
    ['a SID', () => equals('objectSid', sid('ann')), ['ann']],
    ['a SID in letters', () => equals('objectSid', made['ann']?.sid ?? ''), ['ann']],
    ['a class', () => equals('objectClass', 'group'), ['alpha', 'beta', 'gamma']],
    ['a class above', () => equals('objectClass', 'PERSON'), ['ann']],
    ['the class of all', () => and(equals('objectClass', 'top'), startsWith('name', 'a')), ['alpha', 'ann']],
    ['a class that nobody knows', () => equals('objectClass', 'nonsense'), []],
    ['a category', () => equals('objectCategory', 'group'), ['alpha', 'beta', 'gamma']],
    [
      'a category by its DN',
      () => equals('objectCategory', `CN=Person,CN=Schema,CN=Configuration,${fixture().directory.baseDn}`),
      ['ann'],
    ],
    ['a DN', () => equals('distinguishedName', dn('gamma')), ['gamma']],
    ['a beginning that is indexed', () => startsWith('adminDescription', 'group_'), ['alpha', 'beta']],
    ['a beginning that is not', () => startsWith('description', 'FIRST'), ['alpha']],
    ['a middle and an end', () => substrings('description', [0x81, 'ON'], [0x82, 'one']), ['beta']],
    [
      'three pieces in their order',
      () => substrings('description', [0x80, 'f'], [0x81, 'st'], [0x82, 'e']),
      ['alpha'],
    ],
    ['pieces that overlap', () => substrings('name', [0x80, 'alp'], [0x82, 'pha']), []],
    ['presence', () => and(present('adminDescription'), not(equals('cn', 'beta'))), ['alpha', 'gamma']],
    ['presence of members', () => present('member'), ['alpha', 'beta', 'gamma']],
    ['presence of memberships', () => present('memberOf'), ['alpha', 'ann', 'beta']],
    ['a member', () => equals('member', dn('ann')), ['alpha']],
    ['a member by SID', () => equals('member', `<SID=${made['ann']?.sid}>`), ['alpha']],
    ['a member who does not exist', () => equals('member', `CN=nobody,${place}`), []],
    ['a membership', () => equals('memberOf', dn('alpha')), ['ann', 'beta']],
    ['members of members', () => inChain('memberOf', dn('gamma')), ['alpha', 'ann', 'beta']],
    ['groups around groups', () => inChain('member', dn('ann')), ['alpha', 'beta', 'gamma']],
    ['every bit of some', () => allBits('groupType', 0x80000008 | 0), ['alpha']],
    ['any bit of some', () => anyBit('groupType', '12'), ['alpha', 'beta', 'gamma']],
    ['a bit without sign', () => anyBit('groupType', '2147483648'), ['alpha', 'gamma']],
    ['a number with its other sign', () => equals('groupType', '2147483656'), ['alpha']],
    ['a lower bound', () => and(atLeast('groupType', '0'), present('member')), ['beta']],
    ['an upper bound', () => atMost('groupType', '-2147483640'), ['alpha', 'gamma']],
    ['a bound of text', () => atMost('sAMAccountName', 'ann'), ['alpha', 'ann']],
    [
      'several of one attribute',
      () => or(equals('cn', 'alpha'), equals('cn', 'ann'), equals('cn', 'nobody')),
      ['alpha', 'ann'],
    ],
    [
      'several of several',
      () => or(equals('adminDescription', 'Group_2'), equals('objectSid', sid('ann'))),
      ['ann', 'beta'],
    ],
    [
      'several, of which no index knows one',
      () => or(equals('adminDescription', 'Group_2'), equals('description', 'first one')),
      ['alpha', 'beta'],
    ],
    [
      'one of several, and something else',
      () => and(or(equals('cn', 'alpha'), equals('cn', 'beta')), equals('groupType', '8')),
      ['beta'],
    ],
    [
      'what something is not',
      () => and(equals('objectClass', 'group'), not(present('description'))),
      ['gamma'],
    ],
    ['an attribute that nobody knows', () => equals('nonsense', 'x'), []],
    ['not that', () => not(equals('nonsense', 'x')), []],
    ['that or something known', () => or(equals('nonsense', 'x'), equals('cn', 'beta')), ['beta']],
    ['a bound that cannot be one', () => atLeast('groupType', 'many'), []],
    ['not that bound', () => not(atLeast('groupType', 'many')), []],
    ['a value that cannot be one', () => not(equals('groupType', 'many')), []],
    ['a rule that nobody knows', () => negated(rule('1.2.3', 'cn', 'x')), []],
    ['nothing in particular', () => and(present('objectClass'), startsWith('name', 'g')), ['gamma']],
    [
      'an empty AND, which is true',
      () => tlv(0xa0, [tlv(0xa0, []), encodeFilter(equals('cn', 'ann'))]),
      ['ann'],
    ],
    ['an empty OR, which is not', () => tlv(0xa1, []), []],
    ['what is computed', () => equals('canonicalName', 'x'), []],
  ]
  for (const [what, filter, expected] of questions) {
    it(`finds ${what}`, async () => expect(await find(filter())).to.deep.equal(expected))
  }

  it('keeps to the scope', async () => {
    const everything = present('objectClass')
    expect(await find(everything, 'base')).to.deep.equal(['Filters'])
    expect(await find(everything, 'one')).to.deep.equal(['Deeper', 'alpha', 'beta', 'gamma'])
    expect(await find(everything)).to.have.length(6)
    expect(await find(equals('cn', 'ann'), 'one')).to.deep.equal([])
    expect(await find(equals('cn', 'alpha'), 'base')).to.deep.equal([])
    expect(await find(equals('cn', 'alpha'), 'base', dn('alpha'))).to.deep.equal(['alpha'])
    expect(await find(equals('cn', 'alpha'), 'sub', fixture().directory.baseDn)).to.deep.equal(['alpha'])
    expect(await find(equals('cn', 'Group-Type'), 'sub', fixture().directory.baseDn)).to.deep.equal([])
  })

  it('finds by an index what it would find by looking at everything', async () => {
    // NOT of NOT is the same question, without an index for it.
    for (const [what, filter, expected] of questions) {
      const bytes = filter()
      const encoded = Buffer.isBuffer(bytes) ? bytes : encodeFilter(bytes)
      expect(await find(negated(negated(encoded))), what).to.deep.equal(expected)
    }
  })

  it('follows names and values as they change', async () => {
    const { directory } = fixture()
    const { dn: old } = directory.addGroup({
      name: 'before',
      ou: place,
      attributes: { adminDescription: 'Group_8' },
    })
    directory.rename(old, 'after')
    directory.edit(`CN=after,${place}`, { adminDescription: 'Group_9', sAMAccountName: 'later' })
    for (const gone of [
      equals('cn', 'before'),
      equals('adminDescription', 'Group_8'),
      equals('sAMAccountName', 'before'),
    ])
      expect(await find(gone)).to.deep.equal([])
    for (const there of [
      equals('cn', 'after'),
      equals('adminDescription', 'group_9'),
      equals('sAMAccountName', 'LATER'),
    ])
      expect(await find(there)).to.deep.equal(['after'])
    directory.remove(`CN=after,${place}`)
    expect(await find(equals('adminDescription', 'Group_9'))).to.deep.equal([])
  })
})
