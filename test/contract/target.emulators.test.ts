import { targetContract } from './target.js'
import { openEmbeddedFixture } from './targetOnEmbedded.js'
import { replicasContract } from './targetPlaces.js'

describe('the target contract, on the embedded directory', () => {
  targetContract(openEmbeddedFixture)
  replicasContract(openEmbeddedFixture)
})
