import { describeSamba } from '../support/samba.js'
import { lossesOfAccess } from './access/losses.js'
import { memberships } from './access/members.js'
import { incompleteReads } from './access/reads.js'
import { singleObjects } from './access/single.js'
import { sambaPlace } from './sambaPlace.js'

describeSamba('no access changes without evidence, in Samba', function () {
  this.timeout(300_000)
  describe('incomplete reads', () => incompleteReads(() => sambaPlace()))
  describe('configuration, lost state and deletions', () => lossesOfAccess(sambaPlace))
  describe('hidden and invalid members', () => memberships(sambaPlace))
  describe('problems of single objects', () => singleObjects(sambaPlace))
})
