import { expect } from 'chai'
import { summarizeListing, type MemberListing } from '../../src/model/evidence.js'
import type { Doubt } from '../../src/model/memory.js'
import { judgeListing, type ListingInput } from '../../src/planner/judgeListing.js'
import { completeReadOf } from '../memory/cloud.js'
import { cloudUser } from './fixture.js'

const now = new Date('2026-01-02T12:00:00.000Z')
const ago = (minutes: number): string => new Date(now.getTime() - minutes * 60_000).toISOString()
const day = 24 * 60

describe('a listing of members', () => {
  let listing: MemberListing
  let digest: string
  before(async () => {
    listing = summarizeListing(await completeReadOf(['a', 'b', 'c'].map((id) => cloudUser(id))))
    ;({ digest } = listing)
  })
  const judge = (input: Partial<ListingInput>) =>
    judgeListing({ listing, count: undefined, doubt: undefined, ruleChanged: false, now, ...input })

  type Result = 'count' | 'repetition' | 'countDiffers' | 'ruleChanged'
  type Earlier = 'none' | 'the same' | 'just now' | 'another'
  const table: Array<[ruleChanged: boolean, count: number | undefined, earlier: Earlier, result: Result]> = [
    [false, 3, 'none', 'count'],
    [false, 3, 'the same', 'count'],
    [false, 3, 'another', 'count'],
    [false, 4, 'the same', 'repetition'],
    [false, 2, 'the same', 'repetition'],
    [false, undefined, 'the same', 'repetition'],
    [false, 4, 'none', 'countDiffers'],
    [false, 2, 'none', 'countDiffers'],
    [false, undefined, 'none', 'countDiffers'],
    [false, 4, 'another', 'countDiffers'],
    [false, 4, 'just now', 'countDiffers'],
    [true, 3, 'none', 'ruleChanged'],
    [true, 3, 'another', 'ruleChanged'],
    [true, 3, 'just now', 'ruleChanged'],
    [true, 4, 'none', 'ruleChanged'],
    [true, undefined, 'none', 'ruleChanged'],
    [true, 3, 'the same', 'repetition'],
    [true, 4, 'the same', 'repetition'],
  ]
  const doubtOf = (earlier: Earlier) => {
    if (earlier === 'none') return undefined
    const at = earlier === 'just now' ? ago(4.99) : ago(5)
    return { digest: earlier === 'another' ? 'of others' : digest, at, since: at }
  }
  for (const [ruleChanged, count, earlier, result] of table) {
    const rule = ruleChanged ? 'after a change of the rule' : 'with an unchanged rule'
    it(`of 3 ${rule}, with the count ${count ?? '(none)'} and ${earlier} listed earlier, results in ${result}`, () => {
      const judgement = judge({ ruleChanged, count, doubt: doubtOf(earlier) })
      expect('proof' in judgement ? judgement.proof.by : judgement.reason).to.equal(result)
    })
  }

  it('that is not proven for the first time is recorded with the current time', () => {
    expect(judge({ count: 4 })).to.deep.equal({
      reason: 'countDiffers',
      doubt: { digest, at: now.toISOString(), since: now.toISOString() },
      overdue: false,
      listed: 3,
      counted: 4,
    })
    expect(judge({}), 'without a count').to.not.have.property('counted')
  })

  it('that equals the last unproven one keeps its recorded times', () => {
    const doubt = { digest, at: ago(3), since: ago(50) }
    expect(judge({ count: 4, doubt })).to.deep.include({ doubt })
  })

  it('that differs from the last unproven one is recorded with the current time and the earlier start', () => {
    const doubt = { digest: 'of others', at: ago(3), since: ago(50) }
    expect(judge({ count: 4, doubt })).to.deep.include({
      doubt: { digest, at: now.toISOString(), since: doubt.since },
    })
  })

  it('is overdue if it was not proven for more than a day', () => {
    const since = (minutes: number | string) => {
      const doubt = {
        digest: 'of others',
        at: ago(1),
        since: typeof minutes === 'string' ? minutes : ago(minutes),
      }
      const judgement = judge({ count: 4, doubt })
      return 'overdue' in judgement && judgement.overdue
    }
    expect([since(day - 1), since(day), since(day + 1), since('once')]).to.deep.equal([
      ...[false, false, true, false],
    ])
  })

  const rules: Array<[before: string | undefined, now: string | undefined, isSame: boolean]> = [
    ['old', 'old', true],
    ['old', 'new', false],
    [undefined, 'new', false],
    ['old', undefined, false],
    [undefined, undefined, true],
  ]
  for (const [before, ruleDigest, isSame] of rules) {
    const change = `from the rule ${before ?? '(none)'} to ${ruleDigest ?? '(none)'}`
    it(`is ${isSame ? 'proven by an equal earlier one' : 'not proven by an equal earlier one'} ${change}`, () => {
      const rule = ruleDigest === undefined ? {} : { ruleDigest }
      const doubt: Doubt = { digest, at: ago(30), since: ago(2 * day), ...(before && { ruleDigest: before }) }
      for (const ruleChanged of [true, false]) {
        const judgement = judge({ count: 4, doubt, ruleChanged, ...rule })
        if (isSame) expect(judgement).to.deep.equal({ proof: { by: 'repetition' } })
        else {
          const [at, since] = [now.toISOString(), now.toISOString()]
          expect(judgement).to.deep.include({ doubt: { digest, at, since, ...rule }, overdue: false })
        }
      }
    })
  }

  it('that is not proven is recorded with its rule and the start under that rule', () => {
    const doubt: Doubt = { digest: 'of others', at: ago(3), since: ago(50), ruleDigest: 'rule' }
    expect(judge({ count: 4, doubt, ruleChanged: true, ruleDigest: 'rule' })).to.deep.include({
      doubt: { digest, at: now.toISOString(), since: ago(50), ruleDigest: 'rule' },
    })
    expect(judge({ count: 4 })).to.not.have.nested.property('doubt.ruleDigest')
  })

  it('can still be proven by the count when it is overdue', () => {
    const doubt = { digest: 'of others', at: ago(1), since: ago(2 * day) }
    expect(judge({ count: 3, doubt })).to.deep.equal({ proof: { by: 'count' } })
  })
})
