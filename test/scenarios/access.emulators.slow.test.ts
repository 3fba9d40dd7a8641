import { incompleteReads } from './access/reads.js'
import { singleObjects } from './access/single.js'
import { lossesOfAccess } from './access/losses.js'
import { memberships } from './access/members.js'
import { embeddedPlace } from './embeddedPlace.js'

describe('no access changes without evidence, in the embedded directory', () => {
  describe('incomplete reads', () => incompleteReads(() => embeddedPlace()))
  describe('configuration, lost state and deletions', () => lossesOfAccess(embeddedPlace))
  describe('hidden and invalid members', () => memberships(embeddedPlace))
  describe('problems of single objects', () => singleObjects(embeddedPlace))
})
