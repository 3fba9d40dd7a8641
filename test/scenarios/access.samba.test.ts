import { describeSamba } from '../support/samba.js'
import { lossesOfAccess } from './access/losses.js'
import { memberships } from './access/members.js'
import { incompleteReads } from './access/reads.js'
import { singleObjects } from './access/single.js'
import { sambaPlace } from './sambaPlace.js'

describeSamba('nobody loses or gets access without proof, in Samba', function () {
  this.timeout(300_000)
  describe('over answers that are not the whole truth', () => incompleteReads(() => sambaPlace()))
  describe('over what people configured, forgot or deleted', () => lossesOfAccess(sambaPlace))
  describe('over members that are hidden, or should not be members', () => memberships(sambaPlace))
  describe('over what concerns one object alone', () => singleObjects(sambaPlace))
})
