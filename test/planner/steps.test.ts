import { expect } from 'chai'
import fc from 'fast-check'
import type { Change } from '../../src/model/change.js'
import { addKey, endKey, hashSteps, memberKey, changeSteps, groupSteps } from '../../src/planner/steps.js'
import {
  addition,
  adoption,
  creation,
  deletion,
  move,
  memberReferences,
  recreation,
  removal,
  rename,
  restoring,
  update,
} from './fixture.js'

const steps = (change: Change, group = 'a') =>
  changeSteps(group, change).map((step) => JSON.parse(step) as unknown)

describe('the steps of a change', () => {
  const cases: Array<[what: string, change: Change, steps: unknown[]]> = [
    ['a creation', creation(), [['create', 'a', 'CN=g', ['-2147483640'], null]]],
    ['a recreation', recreation('old'), [['create', 'a', 'CN=g', ['-2147483640'], 'old']]],
    ['a restoration', restoring, [['restore', 'a', 'g']]],
    ['an adoption', { ...adoption, leaving: 5 }, [['adopt', 'a', 'g']]],
    ['a rename', rename, [['rename', 'a', 'g', 'CN=h,OU=a']]],
    ['a move', move(), [['move', 'a', 'g', 'OU=b']]],
    [
      'a move that ends access',
      move(memberReferences(2)),
      [
        ['move', 'a', 'g', 'OU=b'],
        ['end', 'a', 'g', 'm0'],
        ['end', 'a', 'g', 'm1'],
      ],
    ],
    [
      'an update that ends access',
      update(memberReferences(1)),
      [
        ['set', 'a', 'g', 'groupType', ['8']],
        ['end', 'a', 'g', 'm0'],
      ],
    ],
    ['an update', update(), [['set', 'a', 'g', 'groupType', ['8']]]],
    [
      'additions',
      addition(memberReferences(2)),
      [
        ['add', 'a', 'm0'],
        ['add', 'a', 'm1'],
      ],
    ],
    [
      'a removal',
      removal(memberReferences(2)),
      [
        ['end', 'a', 'g', 'm0'],
        ['end', 'a', 'g', 'm1'],
      ],
    ],
    [
      'a deletion',
      deletion(memberReferences(1)),
      [
        ['delete', 'a', 'g'],
        ['end', 'a', 'g', 'm0'],
      ],
    ],
    ['a deletion without members', deletion(), [['delete', 'a', 'g']]],
  ]
  for (const [what, change, expected] of cases) {
    it(`are one for the object or value and one for each membership: ${what}`, () => {
      expect(steps(change)).to.deep.equal(expected)
    })
  }

  it('are tested for all types of changes', () => {
    expect(new Set(cases.map(([, { type }]) => type)).size).to.equal(9)
  })

  it('differ by group, object, name, kind, value and replaced object', () => {
    const all = [
      changeSteps('a', creation()),
      changeSteps('b', creation()),
      changeSteps('a', creation('h')),
      changeSteps('a', creation('g', '8')),
      changeSteps('a', recreation('old')),
      changeSteps('a', recreation('older')),
      changeSteps('a', adoption),
      changeSteps('a', { ...adoption, guid: 'h' }),
      changeSteps('a', update()),
      changeSteps('a', { ...update(), guid: 'h' } as Change),
      changeSteps('a', {
        type: 'updateGroup',
        guid: 'g',
        dn: '',
        attributes: [{ name: 'mail', from: [], to: ['8'] }],
      }),
      changeSteps('a', deletion()),
      changeSteps('a', { ...deletion(), guid: 'h' } as unknown as Change),
    ].flat()
    expect(new Set(all).size).to.equal(all.length)
  })

  it('do not depend on the previous value and the DN', () => {
    const other: Change = {
      type: 'updateGroup',
      guid: 'g',
      dn: 'CN=renamed',
      attributes: [{ name: 'groupType', from: ['2'], to: ['8'] }],
    }
    expect(changeSteps('a', other)).to.deep.equal(changeSteps('a', update()))
  })

  it('of several groups are those of each', () => {
    const groups = [
      { id: 'a', changes: [rename, removal(memberReferences(1))] },
      { id: 'b', changes: [] },
      { id: 'c', changes: [rename] },
    ]
    expect(groupSteps(groups)).to.deep.equal([
      ...changeSteps('a', rename),
      ...changeSteps('a', removal(memberReferences(1))),
      ...changeSteps('c', rename),
    ])
  })
})

describe('the key of a member', () => {
  it('is the id of a nested group, else the GUID, else the id in the cloud', () => {
    expect(memberKey({ guid: 'g', group: 'x', id: 'i' })).to.equal('x')
    expect(memberKey({ guid: 'g', id: 'i' })).to.equal('g')
    expect(memberKey({ group: 'x', id: 'i' })).to.equal('x')
    expect(memberKey({ id: 'i', dn: 'CN=i' })).to.equal('i')
    expect(memberKey({ dn: 'CN=i' })).to.equal('')
  })

  it('is part of different steps for its addition and its removal', () => {
    expect(addKey('a', { guid: 'm' })).to.not.equal(endKey('a', 'g', { guid: 'm' }))
    expect(changeSteps('a', addition([{ guid: 'm' }]))).to.deep.equal([addKey('a', { guid: 'm' })])
    expect(changeSteps('a', removal([{ guid: 'm' }]))).to.deep.equal([endKey('a', 'g', { guid: 'm' })])
  })
})

describe('the hash of steps', () => {
  it('is the same in any order and differs for other steps', () => {
    const list = fc.array(fc.string({ maxLength: 3 }), { maxLength: 6 })
    const sorted = (some: readonly string[]) => JSON.stringify([...some].sort())
    fc.assert(
      fc.property(list, list, (a, b) => {
        expect(hashSteps('OU=x', [...a].reverse())).to.equal(hashSteps('OU=x', a))
        expect(hashSteps('OU=x', a) === hashSteps('OU=x', b)).to.equal(sorted(a) === sorted(b))
        expect(hashSteps('OU=x', a)).to.not.equal(hashSteps('OU=y', a))
      }),
    )
  })

  it('is 64 hex digits, so that it can be a file name', () => {
    expect(hashSteps('OU=x', [])).to.match(/^[0-9a-f]{64}$/)
  })
})
