import { expect } from 'chai'
import { errorCodes, type ErrorCode } from '../../src/errorCodes.js'
import { isUnanswered } from '../../src/model/journal.js'

describe('a change that failed', () => {
  /** The directory may have carried it out before it fell silent; everything else is an answer, or came before asking. */
  const unanswered: ErrorCode[] = [
    'directoryUnreachable',
    'directoryTimeout',
    'directoryUnexpected',
    'outcomeUnknown',
    'internal',
  ]

  it('may have been carried out where no answer came, and only there', () => {
    expect(errorCodes.filter(isUnanswered)).to.deep.equal(unanswered)
  })
})
