import { describeSamba } from '../support/samba.js'
import { targetContract } from './target.js'
import { openSambaFixture } from './targetOnSamba.js'

describeSamba('the target contract, on Samba', function () {
  this.timeout(300_000)
  targetContract(openSambaFixture)
})
