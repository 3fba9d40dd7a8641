import { expect } from 'chai'
import { encodeOctets, encodeTlv } from '../../../src/ad/ldap/ber.js'
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
  encodeTlv(0xa9, [encodeOctets(oid, 0x81), encodeOctets(attribute, 0x82), encodeOctets(value, 0x83)])
const anyBit = (attribute: string, bits: string) => rule('1.2.840.113556.1.4.804', attribute, bits)
const inChain = (attribute: string, dn: string) => rule('1.2.840.113556.1.4.1941', attribute, dn)
const substrings = (attribute: string, ...pieces: Array<[0x80 | 0x81 | 0x82, string]>): Buffer =>
  encodeTlv(0xa4, [
    encodeOctets(attribute),
    encodeTlv(
      0x30,
      pieces.map(([tag, text]) => encodeOctets(text, tag)),
    ),
  ])
const atMost = (attribute: string, value: string): Buffer =>
  encodeTlv(0xa6, [encodeOctets(attribute), encodeOctets(value)])
const negated = (filter: Buffer): Buffer => encodeTlv(0xa2, [filter])

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
    // A cycle, which must not be followed endlessly.
    directory.addMembers(made['alpha']?.dn ?? '', made['beta']?.dn ?? '')
  })

  const find = async (filter: Filter | Buffer, scope: 'base' | 'one' | 'sub' = 'sub', base = place) => {
    const { code, text, entries } = await fixture().admin.search({
      base,
      scope,
      filter,
      attributes: ['name'],
    })
    expect(code, text).to.equal(0) // an empty result is not an error
    return entries.map((entry) => texts(entry, 'name')?.[0]).sort()
  }
  const dn = (name: string) => made[name]?.dn ?? ''
  const sid = (name: string) => sidBytes(made[name]?.sid ?? '') ?? Buffer.alloc(0)

  const questions: Array<[string, () => Filter | Buffer, string[]]> = [
    ['a name, in any case', () => equals('CN', 'ALPHA'), ['alpha']],
    ['a name by another naming attribute', () => equals('ou', 'alpha'), []],
    ['an account name', () => equals('sAMAccountName', 'Beta'), ['beta']],
    ['one of several values', () => equals('proxyAddresses', 'smtp:B'), ['alpha']],
    ['a GUID', () => equals('objectGUID', guidBytes(made['beta']?.guid ?? '')), ['beta']],
    ['a SID', () => equals('objectSid', sid('ann')), ['ann']],
    ['a SID as text', () => equals('objectSid', made['ann']?.sid ?? ''), ['ann']],
    ['a class', () => equals('objectClass', 'group'), ['alpha', 'beta', 'gamma']],
    ['a superclass', () => equals('objectClass', 'PERSON'), ['ann']],
    ['the class top', () => and(equals('objectClass', 'top'), startsWith('name', 'a')), ['alpha', 'ann']],
    ['an unknown class', () => equals('objectClass', 'nonsense'), []],
    ['a category', () => equals('objectCategory', 'group'), ['alpha', 'beta', 'gamma']],
    [
      'a category by its DN',
      () => equals('objectCategory', `CN=Person,CN=Schema,CN=Configuration,${fixture().directory.baseDn}`),
      ['ann'],
    ],
    ['a DN', () => equals('distinguishedName', dn('gamma')), ['gamma']],
    ['an indexed prefix', () => startsWith('adminDescription', 'group_'), ['alpha', 'beta']],
    ['a prefix without an index', () => startsWith('description', 'FIRST'), ['alpha']],
    [
      'a middle and a final substring',
      () => substrings('description', [0x81, 'ON'], [0x82, 'one']),
      ['beta'],
    ],
    [
      'three substrings in order',
      () => substrings('description', [0x80, 'f'], [0x81, 'st'], [0x82, 'e']),
      ['alpha'],
    ],
    ['overlapping substrings', () => substrings('name', [0x80, 'alp'], [0x82, 'pha']), []],
    ['presence', () => and(present('adminDescription'), not(equals('cn', 'beta'))), ['alpha', 'gamma']],
    ['presence of members', () => present('member'), ['alpha', 'beta', 'gamma']],
    ['presence of memberships', () => present('memberOf'), ['alpha', 'ann', 'beta']],
    ['a member', () => equals('member', dn('ann')), ['alpha']],
    ['a member by SID', () => equals('member', `<SID=${made['ann']?.sid}>`), ['alpha']],
    ['a member that does not exist', () => equals('member', `CN=nobody,${place}`), []],
    ['a membership', () => equals('memberOf', dn('alpha')), ['ann', 'beta']],
    ['nested members', () => inChain('memberOf', dn('gamma')), ['alpha', 'ann', 'beta']],
    [
      'groups that contain a member directly or through nesting',
      () => inChain('member', dn('ann')),
      ['alpha', 'beta', 'gamma'],
    ],
    ['all bits of a mask', () => allBits('groupType', 0x80000008 | 0), ['alpha']],
    ['any bit of a mask', () => anyBit('groupType', '12'), ['alpha', 'beta', 'gamma']],
    ['an unsigned bit', () => anyBit('groupType', '2147483648'), ['alpha', 'gamma']],
    ['a number as unsigned', () => equals('groupType', '2147483656'), ['alpha']],
    ['a lower bound', () => and(atLeast('groupType', '0'), present('member')), ['beta']],
    ['an upper bound', () => atMost('groupType', '-2147483640'), ['alpha', 'gamma']],
    ['a bound of text', () => atMost('sAMAccountName', 'ann'), ['alpha', 'ann']],
    [
      'an OR on one attribute',
      () => or(equals('cn', 'alpha'), equals('cn', 'ann'), equals('cn', 'nobody')),
      ['alpha', 'ann'],
    ],
    [
      'an OR on several attributes',
      () => or(equals('adminDescription', 'Group_2'), equals('objectSid', sid('ann'))),
      ['ann', 'beta'],
    ],
    [
      'an OR with an attribute that has no index',
      () => or(equals('adminDescription', 'Group_2'), equals('description', 'first one')),
      ['alpha', 'beta'],
    ],
    [
      'an OR inside an AND',
      () => and(or(equals('cn', 'alpha'), equals('cn', 'beta')), equals('groupType', '8')),
      ['beta'],
    ],
    ['a NOT', () => and(equals('objectClass', 'group'), not(present('description'))), ['gamma']],
    ['an unknown attribute', () => equals('nonsense', 'x'), []],
    ['NOT of an unknown attribute', () => not(equals('nonsense', 'x')), []],
    [
      'an OR of an unknown and a known attribute',
      () => or(equals('nonsense', 'x'), equals('cn', 'beta')),
      ['beta'],
    ],
    ['an invalid bound', () => atLeast('groupType', 'many'), []],
    ['NOT of an invalid bound', () => not(atLeast('groupType', 'many')), []],
    ['NOT of an invalid value', () => not(equals('groupType', 'many')), []],
    ['NOT of an unknown matching rule', () => negated(rule('1.2.3', 'cn', 'x')), []],
    ['every object with a prefix', () => and(present('objectClass'), startsWith('name', 'g')), ['gamma']],
    [
      'an empty AND, which is true',
      () => encodeTlv(0xa0, [encodeTlv(0xa0, []), encodeFilter(equals('cn', 'ann'))]),
      ['ann'],
    ],
    ['an empty OR, which is false', () => encodeTlv(0xa1, []), []],
    ['a constructed attribute', () => equals('canonicalName', 'x'), []],
  ]
  for (const [what, filter, expected] of questions) {
    it(`evaluates ${what}`, async () => expect(await find(filter())).to.deep.equal(expected))
  }

  it('applies the scope', async () => {
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

  it('returns the same with an index and with a scan', async () => {
    // NOT of NOT is equivalent, but does not use an index.
    for (const [what, filter, expected] of questions) {
      const bytes = filter()
      const encoded = Buffer.isBuffer(bytes) ? bytes : encodeFilter(bytes)
      expect(await find(negated(negated(encoded))), what).to.deep.equal(expected)
    }
  })

  it('follows changes of names and values', async () => {
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
