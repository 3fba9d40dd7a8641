import { incompleteReads } from './access/reads.js'
import { singleObjects } from './access/single.js'
import { lossesOfAccess } from './access/losses.js'
import { memberships } from './access/members.js'
import { embeddedPlace } from './embeddedPlace.js'

describe('nobody loses or gets access without proof, in the embedded directory', () => {
  describe('over answers that are not the whole truth', () => incompleteReads(() => embeddedPlace()))
  describe('over what people configured, forgot or deleted', () => lossesOfAccess(embeddedPlace))
  describe('over members that are hidden, or should not be members', () => memberships(embeddedPlace))
  describe('over what concerns one object alone', () => singleObjects(embeddedPlace))
})
