import { targetContract } from './target.js'
import { openSandboxFixture } from './targetOnSandbox.js'
import { replicasContract } from './targetPlaces.js'

describe('the target contract, on the embedded directory', () => {
  targetContract(openSandboxFixture)
  replicasContract(openSandboxFixture)
})
