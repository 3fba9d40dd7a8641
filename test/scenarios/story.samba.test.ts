import { describeSamba } from '../support/samba.js'
import { ensureBuilt } from '../support/cli.js'
import { sambaPlace } from './sambaPlace.js'
import { story } from './story.js'

describeSamba('the story of a company, from the emulated Entra to Samba', function () {
  this.timeout(300_000)
  before(ensureBuilt)
  story(() => sambaPlace(), { groups: 200, users: 2000 })
})
