import { describeLdapUtils } from '../sandbox/directory/support/ldapUtils.js'
import { ensureBuilt } from '../support/cli.js'
import { sandboxPlace } from './sandboxPlace.js'
import { story } from './story.js'

describeLdapUtils('the story of a company, from the emulated Entra into the embedded directory', function () {
  this.timeout(300_000)
  before(ensureBuilt)
  story(() => sandboxPlace(), { groups: 40, users: 200 })
})
