import { expect } from 'chai'
import { groupParts, resultWithoutGroups } from '../../src/entry/reportParts.js'
import type { Report } from '../../src/index.js'
import { addition, creation, group, id, people, removal, report } from '../report/fixture.js'

interface Part {
  type: string
  groups: Report['groups']
  words: string[][]
}

const partsOf = (one: Report) => [...groupParts(one)] as Part[]

describe('a report in parts of the packaged entry', () => {
  it('contains all groups, in lines of limited size', () => {
    const groups = Array.from({ length: 300 }, (_, index) =>
      group({ id: id(index), displayName: `Group ${index}`, changes: [creation, addition(people(100))] }),
    )
    const parts = partsOf(report({ groups }))
    expect(parts.length).to.be.greaterThan(3)
    expect(parts.flatMap((part) => part.groups)).to.deep.equal(groups)
    for (const part of parts) {
      expect(part.words).to.have.length(part.groups.length)
      expect(JSON.stringify(part).length).to.be.lessThan(600 * 1024)
    }
    expect(resultWithoutGroups(report({ groups })))
      .to.have.nested.property('value.groups')
      .that.deep.equals([])
  })

  it('without groups has no parts', () => {
    expect(partsOf(report())).to.deep.equal([])
  })

  it('contains the lines of each group as text', () => {
    const error = { code: 'nameTaken', message: 'The name is taken.', hint: 'Rename it.' } as const
    const [part] = partsOf(
      report({
        groups: [
          group({ changes: [creation, addition(people(2))] }),
          group({ id: id(2), withheld: [removal(people(1))] }),
          group({ id: id(3), error }),
          group({ id: id(4) }),
        ],
      }),
    )
    expect(part?.words).to.deep.equal([
      ['+ create CN=Sales,OU=Groups,DC=test', '+ add Person 1', '+ add Person 2'],
      ['withheld:', '  - remove Person 1'],
      ['nameTaken: The name is taken. Rename it.'],
      [],
    ])
  })

  it('ends with a result that has the summary, the endings and the guard sentences as text', () => {
    const guard = {
      checks: [],
      tripped: [
        { rule: 'groupLossesPercent', actual: 90, limit: 30, group: id(1) },
        { rule: 'lossesPercent', actual: 50, limit: 20 },
      ] as Report['guard']['tripped'],
    }
    const groups = [group({ withheld: [removal(people(2))] })]
    expect(
      resultWithoutGroups(report({ status: 'withheld', guard, groups }, { withheld: 1 })),
    ).to.deep.include({
      words: {
        summary: 'Withheld: 1 group waits for approval.',
        endings: '2 memberships in 1 group would end:\n  Sales (CN=Sales,OU=Groups,DC=test): 2 memberships',
        guard: [
          'Sales: 90 % of its members would lose access within 24 hours, at most 30 % are allowed.',
          'The whole run: 50 % of all memberships would end within 24 hours, at most 20 % are allowed.',
        ],
      },
    })
  })
})
