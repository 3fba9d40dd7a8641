import { expect } from 'chai'
import { describeSamba } from '../../support/samba.js'
import { agreements } from './agreements.js'
import { differences } from './differences.js'
import type { Case } from './support/cases.js'
import { sambaGround, sandboxGround, type Ground } from './support/ground.js'

function cases(open: () => Promise<Ground>, expected: (one: Case) => unknown): void {
  let ground: Ground
  before(async () => (ground = await open()))
  after(() => ground?.close())
  for (const one of [...agreements, ...differences]) {
    it(`${one.title} → ${JSON.stringify(expected(one))}`, async () => {
      expect(await one.run(ground), one.source).to.deep.equal(expected(one))
    })
  }
}

describe('the embedded directory answers as AD', () => {
  cases(sandboxGround, ({ ad }) => ad)
})

describeSamba('Samba answers as AD, but for the differences that are known', function () {
  this.timeout(60_000)
  cases(sambaGround, (one) => ('samba' in one ? one.samba : one.ad))
})
