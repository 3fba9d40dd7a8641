import { expect } from 'chai'
import type { AdoptGroup, Change } from '../../src/model/change.js'
import type { MemberReference } from '../../src/model/member.js'
import { waitingReasons } from '../../src/model/plan.js'
import { changeLines, skippedValueTexts, waitingText, type ChangeLine } from '../../src/report/changeLines.js'
import { addition, adoption, creation, deletion, everyChange, group, people, removal } from './fixture.js'

const dn = 'CN=Sales,OU=Groups,DC=test'
const printed = (change: Change): string[] =>
  changeLines(change).map(({ mark, text }: ChangeLine) => `${mark} ${text}`)
const ends = (number: number): MemberReference[] => people(number)

const cases: Array<[what: string, change: Change, lines: string[]]> = [
  ['a creation', creation, [`+ create ${dn}`]],
  [
    'a restored group',
    { type: 'restoreGroup', guid: 'g', dn, from: 'CN=x' },
    [`+ restore ${dn} from the deleted objects`],
  ],
  ['a rename', { type: 'renameGroup', guid: 'g', from: 'CN=a', to: 'CN=b' }, ['~ rename CN=a to CN=b']],
  ['a move', { type: 'moveGroup', guid: 'g', from: 'CN=a', to: 'CN=b' }, ['~ move CN=a to CN=b']],
  [
    'a move that ends access',
    { type: 'moveGroup', guid: 'g', from: 'CN=a', to: 'CN=b', ends: ends(3) },
    ['~ move CN=a to CN=b', '- end the access of 3 members'],
  ],
  [
    'a move that ends no access',
    { type: 'moveGroup', guid: 'g', from: 'CN=a', to: 'CN=b', ends: [] },
    ['~ move CN=a to CN=b'],
  ],
  [
    'an update',
    {
      type: 'updateGroup',
      guid: 'g',
      dn,
      attributes: [
        { name: 'description', from: ['All "sales"'], to: [] },
        { name: 'proxyAddresses', from: [], to: ['a', 'b'] },
      ],
    },
    ['~ description: "All \\"sales\\"" → (none)', '~ proxyAddresses: (none) → "a", "b"'],
  ],
  [
    'a security group that becomes a distribution group',
    {
      type: 'updateGroup',
      guid: 'g',
      dn,
      attributes: [{ name: 'groupType', from: ['-2147483640'], to: ['8'] }],
      ends: ends(1),
    },
    ['~ groupType: "-2147483640" → "8"', '- end the access of 1 member'],
  ],
  ['additions', addition(people(2)), ['+ add Person 1', '+ add Person 2']],
  ['removals', removal(people(1)), ['- remove Person 1']],
  ['a deletion', deletion(people(1)), ['- delete CN=Old,OU=Groups,DC=test and its 1 membership']],
  [
    'a deletion of a group with several members',
    deletion(people(5)),
    ['- delete CN=Old,OU=Groups,DC=test and its 5 memberships'],
  ],
]

describe('linesOf', () => {
  for (const [what, change, lines] of cases) {
    it(`renders ${what}`, () => expect(printed(change)).to.deep.equal(lines))
  }

  it('renders every kind of change', () => {
    for (const change of everyChange) expect(printed(change), change.type).to.not.be.empty
    const kinds = new Set(everyChange.map(({ type }) => type))
    expect(new Set([...cases.map(([, { type }]) => type), 'adoptGroup'])).to.deep.equal(kinds)
  })

  it('renders an adoption with the owner and the number of members to be removed', () => {
    expect(printed(adoption)).to.deep.equal([
      `~ adopt ${dn} (security group, owner CN=Admins,DC=test, created 2019-05-06, 2 members would be removed)`,
    ])
    const { type, guid, sid, kind, leaving } = adoption
    const unknown: AdoptGroup = { type, guid, dn, sid, kind, leaving }
    expect(printed({ ...unknown, kind: 'distribution', leaving: 0 })).to.deep.equal([
      `~ adopt ${dn} (distribution group, no member would be removed)`,
    ])
    expect(printed({ ...unknown, leaving: 1 })[0]).to.match(/, 1 member would be removed\)$/)
  })

  for (const number of [10, 11]) {
    it(`names 10 of ${number} members and counts the others`, () => {
      const lines = printed(removal(people(number)))
      expect(lines.filter((line) => line.startsWith('- remove Person'))).to.have.lengthOf(10)
      expect(lines.slice(10)).to.deep.equal(number === 10 ? [] : ['- remove 1 more member'])
    })
  }

  const members: Array<[MemberReference, name: string]> = [
    [{ displayName: 'Ann', dn: 'CN=a', id: 'i' }, 'Ann'],
    [{ displayName: '', dn: 'CN=b' }, 'CN=b'],
    [{ id: 'c' }, 'c'],
    [{}, 'a member'],
    [{ displayName: 'Dan', disabled: true }, 'Dan (disabled)'],
    [{ displayName: 'Eve', cause: 'softDeleted' }, 'Eve (softDeleted)'],
    [{ dn: 'CN=f', disabled: true, cause: 'softDeleted' }, 'CN=f (disabled, softDeleted)'],
  ]
  for (const [member, name] of members) {
    it(`names a member by its display name, DN or id: ${name}`, () => {
      expect(printed(addition([member] as never))).to.deep.equal([`+ add ${name}`])
    })
  }
})

describe('waitingText', () => {
  const texts = {
    countDiffers: 'Graph lists and counts different numbers of members',
    ruleChanged: 'the membership rule of the dynamic group changed',
  }
  for (const reason of waitingReasons) {
    it(`contains the time and the reason ${reason}`, () => {
      const since = '2026-01-02T03:04:05.678Z'
      expect(waitingText({ reason, since })).to.equal(`waiting since ${since}: ${texts[reason]} (${reason})`)
    })
  }
})

describe('skippedValueTexts', () => {
  const textsOf = (value: string) =>
    skippedValueTexts(group({ skippedValues: [{ attribute: 'mail', value, reason: 'tooLong' }] }))

  it('renders each value with its reason', () => {
    const skippedValues = [
      { attribute: 'mail', value: 'a"b', reason: 'tooLong' },
      { attribute: 'proxyAddresses', value: 'smtp:a', reason: 'duplicate' },
    ] as const
    expect(skippedValueTexts(group({ skippedValues: [...skippedValues] }))).to.deep.equal([
      'value left out: mail "a\\"b": tooLong',
      'value left out: proxyAddresses "smtp:a": duplicate',
    ])
    expect(skippedValueTexts(group())).to.deep.equal([])
  })

  it('truncates values to 60 characters', () => {
    expect(textsOf('x'.repeat(60))).to.deep.equal([`value left out: mail "${'x'.repeat(60)}": tooLong`])
    expect(textsOf('x'.repeat(61))).to.deep.equal([`value left out: mail "${'x'.repeat(59)}…": tooLong`])
  })
})
