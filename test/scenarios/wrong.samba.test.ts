import { ensureBuilt } from '../support/cli.js'
import { describeSamba } from '../support/samba.js'
import { sambaPlace } from './sambaPlace.js'
import { wrongInput } from './wrong.js'

describeSamba('invalid input, against Samba', function () {
  this.timeout(300_000)
  before(ensureBuilt)
  wrongInput(() => sambaPlace())
})
