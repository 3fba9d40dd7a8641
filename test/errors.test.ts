import { inspect } from 'node:util'
import { expect } from 'chai'
import { errorCodes, type ErrorCode } from '../src/errorCodes.js'
import { asWritebackError, WritebackError } from '../src/errors.js'

/** What the caller has to change; everything else is not in the caller's hands. */
const badInput: ErrorCode[] = [
  'configNotFound',
  'configInvalid',
  'secretMissing',
  'usage',
  'filterRefused',
  'planInvalid',
  'tlsNotVerified',
]

describe('an error', () => {
  for (const code of errorCodes) {
    it(`${code} ends the program with ${badInput.includes(code) ? 5 : 1}`, () => {
      expect(new WritebackError(code, 'x').exitCode).to.equal(badInput.includes(code) ? 5 : 1)
    })
  }

  it('has a code of its own kind', () => {
    expect(new Set(errorCodes).size).to.equal(errorCodes.length)
    for (const code of errorCodes) expect(code).to.match(/^[a-z][a-zA-Z]+$/)
  })

  it('says what went wrong, then the hint', () => {
    const cause = new Error('why')
    const error = new WritebackError('nameTaken', 'The name is taken.', { hint: 'Rename it.', cause })
    expect(error.message).to.equal('The name is taken. Rename it.')
    expect(error.problems).to.deep.equal([
      { code: 'nameTaken', message: 'The name is taken.', hint: 'Rename it.' },
    ])
    expect(error.cause).to.equal(cause)
    expect(error).to.be.instanceOf(Error)
    expect(error.name).to.equal('WritebackError')
    expect(error.stack).to.match(/^WritebackError: The name is taken\. Rename it\.\n/)
  })

  it('without a hint says what went wrong, and no more', () => {
    const error = new WritebackError('aborted', 'The run was stopped.')
    expect(error.message).to.equal('The run was stopped.')
    expect(error.problems).to.deep.equal([{ code: 'aborted', message: 'The run was stopped.' }])
    expect(error.problems[0]).to.not.have.property('hint')
    expect(error.cause).to.equal(undefined)
  })

  it('has every problem where there are several', () => {
    const problems = [
      { code: 'permissionMissing', message: 'A is missing.', hint: 'Grant A.' },
      { code: 'permissionMissing', message: 'B is missing.' },
    ] as const
    const error = new WritebackError('permissionMissing', 'A is missing. B is missing.', { problems })
    expect(error.problems).to.deep.equal(problems)
    expect(error.message).to.equal('A is missing. B is missing.')
  })

  it('has one problem where an empty list is given', () => {
    const error = new WritebackError('usage', 'x', { problems: [] })
    expect(error.problems).to.deep.equal([{ code: 'usage', message: 'x' }])
  })

  it('has its code and its problems as JSON, but not its cause, which nobody has looked through', () => {
    const cause = new Error('hunter2')
    const error = new WritebackError('bindRefused', 'No.', { cause })
    expect(JSON.parse(JSON.stringify(error))).to.deep.equal({
      name: 'WritebackError',
      code: 'bindRefused',
      problems: [{ code: 'bindRefused', message: 'No.' }],
    })
  })
})

describe('whatever was thrown', () => {
  it('stays what it is where it is one of ours', () => {
    const error = new WritebackError('usage', 'x')
    expect(asWritebackError(error)).to.equal(error)
  })

  const thrown: Array<[what: unknown, text: string]> = [
    [new TypeError('x is no function'), 'x is no function'],
    [new AggregateError([new Error('one'), 'two']), 'one; two'],
    [new RangeError(), 'RangeError'],
    [{ a: 1 }, 'the thrown value is not an error'],
    ['a text', 'a text'],
    [undefined, 'undefined'],
    [null, 'null'],
    [42, '42'],
    [Symbol('s'), 'Symbol(s)'],
  ]
  for (const [what, text] of thrown) {
    it(`is unforeseen where it is ${inspect(what).split('\n')[0]}, and keeps it as the cause`, () => {
      const error = asWritebackError(what)
      expect(error.code).to.equal('internal')
      expect(error.exitCode).to.equal(1)
      expect(error.cause).to.equal(what)
      expect(error.message).to.equal(
        `Unexpected error: ${text} This is a bug in group-writeback: please report it with this text.`,
      )
    })
  }
})

describe('details', () => {
  it('and hint of an error are those of its first problem', () => {
    const details = { httpStatus: 403, permission: 'Group.Read.All' }
    const error = new WritebackError('graphDenied', 'Denied.', { hint: 'Grant it.', details })
    expect(error).to.deep.include({ hint: 'Grant it.', details })
    expect(error.problems).to.deep.equal([
      { code: 'graphDenied', message: 'Denied.', hint: 'Grant it.', details },
    ])
    expect(new WritebackError('internal', 'x').details).to.deep.equal({})
  })
})
