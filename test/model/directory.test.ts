import { expect } from 'chai'
import { containerProblem } from '../../src/model/directory.js'

describe('the problem of the container', () => {
  const container = 'OU=Groups,DC=test'

  it('is undefined if the container is writable', () => {
    expect(containerProblem('writable', container)).to.equal(undefined)
  })

  it('has the container and a hint if it is missing or read-only', () => {
    expect(containerProblem('missing', container)).to.deep.equal({
      code: 'containerMissing',
      message: `The container ${container} does not exist, or this account cannot see it.`,
      hint: 'Create it, or configure another directory.container.',
    })
    expect(containerProblem('readOnly', container)).to.deep.equal({
      code: 'containerNotWritable',
      message: `This account has no permission to create groups in ${container}.`,
      hint: 'Delegate the creation, modification and deletion of groups in that container to this account.',
    })
  })
})
