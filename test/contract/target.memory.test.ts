import { targetContract } from './target.js'
import { openMemoryFixture } from './targetOnMemory.js'
import { replicasContract } from './targetPlaces.js'

describe('the target contract, in memory', () => {
  targetContract(openMemoryFixture)
  replicasContract(openMemoryFixture)
})
