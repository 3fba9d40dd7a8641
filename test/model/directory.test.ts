import { expect } from 'chai'
import { containerProblem } from '../../src/model/directory.js'

describe('a container', () => {
  const container = 'OU=Groups,DC=test'

  it('that can be written is no problem', () => {
    expect(containerProblem('writable', container)).to.equal(undefined)
  })

  it('that is missing, or only to be read, is one with its name and a way out', () => {
    expect(containerProblem('missing', container)).to.deep.equal({
      code: 'containerMissing',
      message: `The container ${container} does not exist, or this account cannot see it.`,
      hint: 'Create it, or write another directory.container.',
    })
    expect(containerProblem('readOnly', container)).to.deep.equal({
      code: 'containerNotWritable',
      message: `This account may not create groups in ${container}.`,
      hint: 'Delegate to it creating, changing and deleting groups in that container.',
    })
  })
})
