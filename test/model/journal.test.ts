import { expect } from 'chai'
import { errorCodes, type ErrorCode } from '../../src/errorCodes.js'
import { mayBeCarriedOut } from '../../src/model/journal.js'

describe('a change that failed', () => {
  /** Without a response the directory may have carried it out. All other errors are responses, or precede the request. */
  const unknownOutcomes: ErrorCode[] = [
    'directoryUnreachable',
    'directoryTimeout',
    'directoryUnexpected',
    'outcomeUnknown',
    'internal',
  ]

  it('may have been carried out only if the error means that there was no response', () => {
    expect(errorCodes.filter(mayBeCarriedOut)).to.deep.equal(unknownOutcomes)
  })
})
