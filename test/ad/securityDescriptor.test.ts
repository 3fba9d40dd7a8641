import { expect } from 'chai'
import { parseGuid, parseSid } from '../../src/ad/identifiers.js'
import { daclOf, canRead, ownerOf, type AccountSids } from '../../src/ad/securityDescriptor.js'

const member = 'bf9679c0-0de6-11d0-a285-00aa003049e2'
const membership = 'bc0ac240-79a9-11d0-9020-00c04fc2d4cf'
const other = 'bf967a9c-0de6-11d0-a285-00aa003049e2'
const types = [member, membership]
const [me, myGroup, stranger] = ['S-1-5-21-1-2-3-1104', 'S-1-5-21-1-2-3-1200', 'S-1-5-21-1-2-3-1300']
const [read, write, full, genericRead, genericAll] = [0x10, 0x20, 0xf01ff, 0x80000000, 0x10000000]

interface Entry {
  type: number
  mask: number
  sid?: string
  flags?: number
  object?: string
  heir?: string
}

/** Encodes an ACE (MS-DTYP 2.4.4). */
function aceBytes({ type, mask, sid = me, flags = 0, object, heir }: Entry): Buffer {
  const who = parseSid(sid) ?? Buffer.alloc(0)
  const head = Buffer.alloc(8)
  head.writeUInt8(type, 0)
  head.writeUInt8(flags, 1)
  head.writeUInt32LE(mask >>> 0, 4)
  const isObject = [0x05, 0x06, 0x0b, 0x0c].includes(type)
  const which = Buffer.alloc(isObject ? 4 : 0)
  if (isObject) which.writeUInt32LE((object ? 1 : 0) | (heir ? 2 : 0))
  const guids = [object, heir].flatMap((guid) => (guid ? [parseGuid(guid)] : []))
  const ace = Buffer.concat([head, which, ...guids, who])
  ace.writeUInt16LE(ace.length, 2)
  return ace
}

function descriptor({ owner, dacl }: { owner?: string; dacl?: readonly Entry[] | null }): Buffer {
  const head = Buffer.alloc(20)
  head.writeUInt8(1, 0)
  head.writeUInt16LE(0x8000 | (dacl === undefined ? 0 : 0x0004), 2)
  const ownerBytes = owner === undefined ? Buffer.alloc(0) : (parseSid(owner) ?? Buffer.alloc(0))
  if (owner !== undefined) head.writeUInt32LE(20, 4)
  if (!dacl) return Buffer.concat([head, ownerBytes])
  head.writeUInt32LE(20 + ownerBytes.length, 16)
  const aces = dacl.map(aceBytes)
  const list = Buffer.alloc(8)
  list.writeUInt8(4, 0)
  list.writeUInt16LE(8 + aces.reduce((sum, { length }) => sum + length, 0), 2)
  list.writeUInt16LE(aces.length, 4)
  return Buffer.concat([head, ownerBytes, list, ...aces])
}

const whole: AccountSids = { sids: new Set([me, myGroup]), isComplete: true }
const part: AccountSids = { sids: new Set(['S-1-5-11']), isComplete: false }
const judge = (dacl: readonly Entry[] | null, token = whole) =>
  canRead(daclOf(descriptor({ dacl })), token, types)

const allow = (more: Partial<Entry> = {}): Entry => ({ type: 0x00, mask: read, ...more })
const deny = (more: Partial<Entry> = {}): Entry => ({ type: 0x01, mask: read, ...more })

describe('a security descriptor', () => {
  it('contains the owner only if it was requested', () => {
    expect(ownerOf(descriptor({ owner: me }))).to.equal(me)
    expect(ownerOf(descriptor({ owner: 'S-1-5-32-544', dacl: [allow()] }))).to.equal('S-1-5-32-544')
    expect(ownerOf(descriptor({ dacl: [] }))).to.equal(undefined)
  })

  const cases: Array<[string, Entry[], boolean]> = [
    ['nothing to anybody', [], false],
    ['reading', [allow()], true],
    ['everything', [allow({ mask: full })], true],
    ['generic reading', [allow({ mask: genericRead })], true],
    ['anything at all', [allow({ mask: genericAll })], true],
    ['writing alone', [allow({ mask: write })], false],
    ['reading to a group of it', [allow({ sid: myGroup })], true],
    ['reading to somebody else', [allow({ sid: stranger })], false],
    ['reading of this attribute', [allow({ type: 0x05, object: member })], true],
    ['reading of its property set', [allow({ type: 0x05, object: membership })], true],
    ['reading of another attribute', [allow({ type: 0x05, object: other })], false],
    ['reading of all attributes, inherited for this class', [allow({ type: 0x05, heir: other })], true],
    ['reading to inheriting objects only', [allow({ flags: 0x08 })], false],
    ['reading under a condition', [allow({ type: 0x09 })], false],
    ['reading after a denial of this attribute', [deny({ type: 0x06, object: member }), allow()], false],
    [
      'reading after a denial to a group',
      [deny({ type: 0x06, object: membership, sid: myGroup }), allow()],
      false,
    ],
    ['reading after a denial under a condition', [deny({ type: 0x0c, object: member }), allow()], false],
    ['reading before a denial', [allow(), deny()], true],
    ['reading after a denial of another attribute', [deny({ type: 0x06, object: other }), allow()], true],
    ['reading after a denial to somebody else', [deny({ sid: stranger }), allow()], true],
    ['reading after a denial of writing', [deny({ mask: write }), allow()], true],
    ['reading after a denial for inheriting objects only', [deny({ flags: 0x08 }), allow()], true],
  ]
  for (const [what, dacl, expected] of cases) {
    it(`that grants ${what} ${expected ? 'permits' : 'does not permit'} the account to read`, () => {
      expect(judge(dacl)).to.equal(expected)
    })
  }

  it('without an access list permits everybody to read', () => {
    expect(judge(null)).to.equal(true)
    expect(daclOf(descriptor({}))).to.equal('everything')
  })

  it('applies every deny if the SIDs of the account are not completely known', () => {
    expect(judge([allow({ sid: 'S-1-5-11' })], part)).to.equal(true)
    expect(judge([deny({ sid: stranger }), allow({ sid: 'S-1-5-11' })], part)).to.equal(false)
  })
})
