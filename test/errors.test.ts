import { inspect } from 'node:util'
import { expect } from 'chai'
import { errorCodes, type ErrorCode } from '../src/errorCodes.js'
import { toWritebackError, WritebackError } from '../src/errors.js'

/** Errors that the caller corrects in the configuration, the options or the input. */
const inputErrors: ErrorCode[] = [
  'configNotFound',
  'configInvalid',
  'secretMissing',
  'usage',
  'filterRefused',
  'planInvalid',
  'tlsNotVerified',
]

describe('WritebackError', () => {
  for (const code of errorCodes) {
    it(`with the code ${code} has exit code ${inputErrors.includes(code) ? 5 : 1}`, () => {
      expect(new WritebackError(code, 'x').exitCode).to.equal(inputErrors.includes(code) ? 5 : 1)
    })
  }

  it('has unique codes in camel case', () => {
    expect(new Set(errorCodes).size).to.equal(errorCodes.length)
    for (const code of errorCodes) expect(code).to.match(/^[a-z][a-zA-Z]+$/)
  })

  it('with a hint has it in its message and keeps the cause', () => {
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

  it('without a hint has the bare message', () => {
    const error = new WritebackError('aborted', 'The run was cancelled.')
    expect(error.message).to.equal('The run was cancelled.')
    expect(error.problems).to.deep.equal([{ code: 'aborted', message: 'The run was cancelled.' }])
    expect(error.problems[0]).to.not.have.property('hint')
    expect(error.cause).to.equal(undefined)
  })

  it('with several problems has all of them', () => {
    const problems = [
      { code: 'permissionMissing', message: 'A is missing.', hint: 'Grant A.' },
      { code: 'permissionMissing', message: 'B is missing.' },
    ] as const
    const error = new WritebackError('permissionMissing', 'A is missing. B is missing.', { problems })
    expect(error.problems).to.deep.equal(problems)
    expect(error.message).to.equal('A is missing. B is missing.')
  })

  it('with an empty list of problems has one problem', () => {
    const error = new WritebackError('usage', 'x', { problems: [] })
    expect(error.problems).to.deep.equal([{ code: 'usage', message: 'x' }])
  })

  it('as JSON has its code and problems, but not its cause, which may contain a secret', () => {
    const cause = new Error('hunter2')
    const error = new WritebackError('bindRefused', 'No.', { cause })
    expect(JSON.parse(JSON.stringify(error))).to.deep.equal({
      name: 'WritebackError',
      code: 'bindRefused',
      problems: [{ code: 'bindRefused', message: 'No.' }],
    })
  })
})

describe('asWritebackError', () => {
  it('returns a WritebackError unchanged', () => {
    const error = new WritebackError('usage', 'x')
    expect(toWritebackError(error)).to.equal(error)
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
    it(`converts ${inspect(what).split('\n')[0]} to the code internal and keeps it as the cause`, () => {
      const error = toWritebackError(what)
      expect(error.code).to.equal('internal')
      expect(error.exitCode).to.equal(1)
      expect(error.cause).to.equal(what)
      expect(error.message).to.equal(
        `Unexpected error: ${text} This is a bug in group-writeback: please report it with this text.`,
      )
    })
  }
})

describe('details and hint of an error', () => {
  it('are those of its first problem', () => {
    const details = { httpStatus: 403, permission: 'Group.Read.All' }
    const error = new WritebackError('graphDenied', 'Denied.', { hint: 'Grant it.', details })
    expect(error).to.deep.include({ hint: 'Grant it.', details })
    expect(error.problems).to.deep.equal([
      { code: 'graphDenied', message: 'Denied.', hint: 'Grant it.', details },
    ])
    expect(new WritebackError('internal', 'x').details).to.deep.equal({})
  })
})
