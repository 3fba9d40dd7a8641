import { expect } from 'chai'
import { checkOptions } from '../../src/engine/options.js'
import { WritebackError } from '../../src/errors.js'

function problemsWith(options: object, required?: readonly string[]): string[] {
  try {
    checkOptions(options, required)
    return []
  } catch (error) {
    if (!(error instanceof WritebackError)) throw error
    expect(error.exitCode).to.equal(5)
    return error.problems.map(({ code, message, wayOut }) => `${code}: ${message} ${wayOut}`)
  }
}

describe('the options of a call', () => {
  it('are all known, and what is left undefined is not there', () => {
    const { signal } = new AbortController()
    const all = {
      ...{ groups: ['a'], as: 'universalSecurityGroup', container: 'OU=a', objects: 'empty', approve: 'f00' },
      ...{ dryRun: true, full: false, breakLease: true, signal, onEvent: () => undefined },
    }
    expect(problemsWith(all)).to.deep.equal([])
    expect(problemsWith(Object.fromEntries(Object.keys(all).map((name) => [name, undefined])))).to.deep.equal(
      [],
    )
  })

  it('say everything that is wrong at once, and what to write instead', () => {
    expect(problemsWith({ dryrun: true, objects: 'purge', groups: 'Sales' })).to.deep.equal([
      'usage: The option "dryrun" is not known. Known are groups, as, container, objects, dryRun, full, breakLease, approve, signal, onEvent.',
      'usage: The option "objects" is wrong. It has to be keep, empty or delete.',
      'usage: The option "groups" is wrong. It has to be a list of object ids, mail addresses or display names, none of them empty.',
    ])
  })

  for (const [name, values] of Object.entries({
    groups: [null, 'Sales', [''], [' '], [undefined], {}],
    as: ['', 'globalGroup', null],
    container: ['', 5],
    objects: [null, 'Delete', 'none', true],
    dryRun: ['true', 1, null],
    full: ['false'],
    breakLease: [0],
    approve: ['', true],
    signal: [{}, null],
    onEvent: ['log'],
    constructor: [1],
  })) {
    it(`takes nothing else for ${name}`, () => {
      for (const value of values) expect(problemsWith({ [name]: value })).to.have.length(1)
    })
  }

  it('have to be there where a call means nothing without them', () => {
    expect(problemsWith({ groups: undefined }, ['groups'])).to.deep.equal([
      'usage: The option "groups" is missing. It has to be a list of object ids, mail addresses or display names, none of them empty.',
    ])
    expect(problemsWith({ groups: ['a'] }, ['groups'])).to.deep.equal([])
  })
})
