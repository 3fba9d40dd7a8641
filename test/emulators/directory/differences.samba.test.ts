import { expect } from 'chai'
import { describeSamba } from '../../support/samba.js'
import { agreements } from './agreements.js'
import { differences } from './differences.js'
import type { Agreement, Difference } from './support/cases.js'
import { sambaGround, embeddedGround, type Ground } from './support/ground.js'

const answer = (value: unknown): string => JSON.stringify(value)

function cases(
  open: () => Promise<Ground>,
  differing: (one: Difference) => [answer: unknown, title: string],
) {
  let ground: Ground
  before(async () => (ground = await open()))
  after(() => ground?.close())
  const check = ({ title, run }: Agreement, expected: unknown) =>
    it(title, async () => expect(await run(ground)).to.deep.equal(expected))
  for (const one of agreements) check({ ...one, title: `${one.title} → ${answer(one.ad)}` }, one.ad)
  for (const one of differences) {
    const [expected, title] = differing(one)
    check({ ...one, title: `${one.title} → ${title}` }, expected)
  }
}

describe('the embedded directory responds like AD', () => {
  cases(embeddedGround, ({ ad, samba, source }) => [
    ad,
    `${answer(ad)}, as ${source}; Samba has ${answer(samba)}`,
  ])
})

describeSamba('Samba responds like AD, except for the known differences', function () {
  this.timeout(300_000)
  cases(sambaGround, ({ ad, samba, source }) => [
    samba,
    `${answer(samba)}; AD has ${answer(ad)}, as ${source}`,
  ])
})
