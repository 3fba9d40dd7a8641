import { expect } from 'chai'
import fc from 'fast-check'
import { escapeValue, formatRdn, parseDn, rdnKey } from '../../../src/emulators/directory/names/dn.js'
import { foldText } from '../../../src/emulators/directory/names/fold.js'
import {
  guidBytes,
  guidFromBytes,
  parseGuid,
  parseSid,
  sidBytes,
  sidFromBytes,
} from '../../../src/emulators/directory/names/identifiers.js'
import { useDirectory } from './support/fixture.js'

const values = (dn: string) => parseDn(dn)?.map(({ value }) => value)

describe('the embedded directory: parsing distinguished names', () => {
  const read: Array<[string, string[] | undefined]> = [
    ['', []],
    ['  ', []],
    ['CN=a,DC=b', ['a', 'b']],
    ['cn = a , dc= b', ['a', 'b']],
    ['CN=a;DC=b', ['a', 'b']],
    ['CN=a=b,DC=c', ['a=b', 'c']],
    ['CN=a\\,b', ['a,b']],
    ['CN=a\\2cb\\2C', ['a,b,']],
    ['CN=\\ a\\ ', [' a ']],
    ['CN=a b  ', ['a b']],
    ['CN=\\#a', ['#a']],
    ['CN=a#b', ['a#b']],
    ['CN="a,b; c"', ['a,b; c']],
    ['CN="a\\"b" , DC=c', ['a"b', 'c']],
    ['CN=a\\\\', ['a\\']],
    ['CN=\\<x\\>\\+\\=\\;\\"', ['<x>+=;"']],
    ['CN=a\\0Ab', ['a\nb']],
    ['2.5.4.3=a', ['a']],
    ['OID.2.5.4.3=a', ['a']],
    ['CN=é😀', ['é😀']],
    ['CN=\\c3\\a9', undefined],
    ['CN=a\\00', undefined],
    ['CN=a\0', undefined],
    ['CN=a+OU=b', undefined],
    ['CN=#0401ff', undefined],
    ['CN=', undefined],
    ['=a', undefined],
    ['a', undefined],
    ['CN=a,', undefined],
    [',CN=a', undefined],
    ['CN=a,,DC=b', undefined],
    ['CN="a', undefined],
    ['CN="a"b', undefined],
    ['CN=a"b', undefined],
    ['CN=<a>', undefined],
    ['CN=a\\', undefined],
    ['CN=a\\x', undefined],
    ['<GUID=x>', undefined],
  ]
  for (const [dn, expected] of read) {
    it(`parses ${JSON.stringify(dn)} as ${JSON.stringify(expected)}`, () => {
      expect(values(dn)).to.deep.equal(expected)
    })
  }

  it('parses every value as it was formatted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (value) => {
        fc.pre(!value.includes('\0'))
        expect(parseDn(formatRdn({ type: 'CN', value }))).to.deep.equal([{ type: 'CN', value }])
      }),
    )
  })

  it('escapes no more characters than AD does', () => {
    expect(escapeValue('a,b+c"d\\e<f>g;h=i')).to.equal('a\\,b\\+c\\"d\\\\e\\<f\\>g\\;h\\=i')
    expect([' a ', '#a', 'a#b', 'a\nb', 'a\tb', 'é'].map(escapeValue)).to.deep.equal([
      '\\ a\\ ',
      '\\#a',
      'a#b',
      'a\\0Ab',
      'a\tb',
      'é',
    ])
  })
})

describe('the embedded directory: comparing names', () => {
  const equal = [
    ['José', 'JOSE'],
    ['Müller', 'muller'],
    ['e\u0301', 'é'],
    ['ＡＢＣ', 'abc'],
    ['カナ', 'かな'],
    ['ÅNGSTRÖM', 'angstrom'],
  ]
  for (const [one = '', other = ''] of equal) {
    it(`treats ${one} and ${other} as equal`, () => {
      expect(foldText(one)).to.equal(foldText(other))
      expect(rdnKey({ type: 'cn', value: one })).to.equal(rdnKey({ type: 'CN', value: other }))
    })
  }

  it('distinguishes different names', () => {
    const names = ['a', 'b', 'a b', 'ab', 'a-b', 'ñn', '日本', '日本語', '😀', '😁', 'ш', 'щ']
    expect(new Set(names.map(foldText)).size).to.equal(names.length)
    expect(rdnKey({ type: 'CN', value: 'a' })).to.not.equal(rdnKey({ type: 'OU', value: 'a' }))
  })
})

describe('the embedded directory: GUIDs and SIDs', () => {
  it("parse and format in Windows' format", () => {
    const guid = '33221100-5544-7766-8899-aabbccddeeff'
    expect(guidBytes(guid).toString('hex')).to.equal('00112233445566778899aabbccddeeff')
    expect(parseGuid('00112233445566778899AABBCCDDEEFF')).to.equal(guid)
    expect(parseGuid(guid.toUpperCase())).to.equal(guid)
    const sid = 'S-1-5-21-1004336348-1177238915-682003330-512'
    const bytes = '010500000000000515000000dcf4dc3b833d2b46828ba62800020000'
    expect(sidBytes(sid)?.toString('hex')).to.equal(bytes)
    expect([parseSid(bytes), parseSid(sid)]).to.deep.equal([sid, sid])
    expect(sidFromBytes(Buffer.from('01020000000000052000000020020000', 'hex'))).to.equal('S-1-5-32-544')
  })

  it('reject everything else', () => {
    for (const text of ['', 'x', '33221100', '{33221100-5544-7766-8899-aabbccddeeff}']) {
      expect([parseGuid(text), parseSid(text)]).to.deep.equal([undefined, undefined])
    }
    for (const text of ['S-1-5', 'S-2-5-1', 'S-1-5-4294967296', `S-1-5${'-1'.repeat(16)}`, '0105']) {
      expect(parseSid(text), text).to.equal(undefined)
    }
    expect(guidFromBytes(Buffer.alloc(15))).to.equal(undefined)
  })
})

describe('the embedded directory: forms of names', () => {
  const fixture = useDirectory()
  let dn: string
  let guid: string
  let sid: string
  before(
    () =>
      ({ dn, guid, sid } = fixture().directory.addUser({
        name: 'Ann, of "Sales"',
        account: 'ann',
        ou: fixture().ou,
      })),
  )

  const found = async (base: string) => {
    const { code, entries } = await fixture().admin.search({ base, scope: 'base', attributes: ['1.1'] })
    return entries[0]?.dn ?? code
  }

  it('accepts a DN in any spelling', async () => {
    expect(dn).to.equal(`CN=Ann\\, of \\"Sales\\",${fixture().ou}`)
    for (const name of [dn, dn.toUpperCase(), dn.replace('\\,', '\\2c'), dn.replaceAll(',OU', ' , OU')])
      expect(await found(name), name).to.equal(dn)
  })

  it('accepts GUID and SID, as text and as hex, and with an outdated DN', async () => {
    const forms = [
      `<GUID=${guid}>`,
      `<guid=${guidBytes(guid).toString('hex')}>`,
      `<SID=${sid}>`,
      `<SID=${sidBytes(sid)?.toString('hex')}>`,
      `<GUID=${guid}>;<SID=${sid}>;CN=before`,
    ]
    for (const form of forms) expect(await found(form), form).to.equal(dn)
  })

  it('accepts the GUID of a well-known container', async () => {
    const { baseDn } = fixture().directory
    const users = 'a9d1ca15768811d1aded00c04fd8d5cd'
    expect(await found(`<WKGUID=${users},${baseDn}>`)).to.equal(`CN=Users,${baseDn}`)
    expect(await found(`<WKGUID=${'0'.repeat(32)},${baseDn}>`)).to.equal(32)
    expect(await found(`<WKGUID=nonsense,${baseDn}>`)).to.equal(34)
  })

  it('rejects invalid names and unknown ids', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000'
    expect(await found(`<GUID=${nobody}>`)).to.equal(32)
    expect(await found('<SID=S-1-5-21-1-1-1-1>')).to.equal(32)
    for (const name of ['<GUID=x>', '<SID=x>', '<X=1>', 'x', 'nonsense=x,DC=test'])
      expect(await found(name), name).to.equal(34)
  })

  it('reports the nearest existing container', async () => {
    const reply = await fixture().admin.search({ base: `CN=a,OU=b,${fixture().ou}` })
    expect(reply).to.include({ code: 32, matchedDn: fixture().ou })
    expect(reply.text).to.equal(
      `0000208D: NameErr: DSID-03100241, problem 2001 (NO_OBJECT), data 0, best match of:\n\t'${fixture().ou}'\n\0`,
    )
  })

  it('refers a name of another domain to that domain', async () => {
    const reply = await fixture().admin.search({ base: 'OU=Sales,DC=fabrikam,DC=com' })
    expect(reply.code).to.equal(10)
    expect(reply.referrals).to.deep.equal(['ldap://fabrikam.com/OU=Sales,DC=fabrikam,DC=com'])
    expect(reply.text).to.match(/^0000202B: RefErr: /)
  })
})
