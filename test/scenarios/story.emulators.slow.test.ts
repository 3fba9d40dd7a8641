import { describeLdapUtils } from '../emulators/directory/support/ldapUtils.js'
import { ensureBuilt } from '../support/cli.js'
import { embeddedPlace } from './embeddedPlace.js'
import { story } from './story.js'

describeLdapUtils('the story of a company, from the emulated Entra to the embedded directory', function () {
  this.timeout(300_000)
  before(ensureBuilt)
  story(() => embeddedPlace(), { groups: 40, users: 200 })
})
