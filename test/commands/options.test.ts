import { expect } from 'chai'
import { checkOptions } from '../../src/commands/options.js'
import { WritebackError } from '../../src/errors.js'

function problemsWith(options: object, command = 'sync', required?: readonly string[]): string[] {
  try {
    checkOptions(options, command, required)
    return []
  } catch (error) {
    if (!(error instanceof WritebackError)) throw error
    expect(error.exitCode).to.equal(5)
    return error.problems.map(({ code, message, hint }) =>
      [`${code}: ${message}`, hint].filter(Boolean).join(' '),
    )
  }
}

describe('checkOptions', () => {
  const { signal } = new AbortController()
  const everywhere = {
    ...{ dryRun: true, full: false, breakLease: true, approve: 'f00', signal, onEvent: () => undefined },
  }
  const own: Record<string, object> = {
    enable: { groups: ['a'], as: 'universalSecurityGroup', container: 'OU=a' },
    disable: { groups: ['a'], objects: 'empty' },
    plan: { groups: ['a'] },
    sync: {},
    apply: {},
    check: {},
  }
  for (const [command, options] of Object.entries(own)) {
    it(`accepts the options of ${command}, and rejects those of other commands`, () => {
      const all = { ...everywhere, ...options }
      expect(problemsWith(all, command)).to.deep.equal([])
      const without = Object.fromEntries(Object.keys(all).map((name) => [name, undefined]))
      expect(problemsWith(without, command), 'undefined options are ignored').to.deep.equal([])
      const others = Object.assign({}, ...Object.values(own)) as object
      const unknown = Object.keys(others).filter((name) => !(name in options))
      expect(problemsWith(others, command)).to.have.length(unknown.length)
    })
  }

  it('reports all invalid options together, with the valid values', () => {
    expect(problemsWith({ dryrun: true, objects: 'purge', groups: 'Sales' }, 'disable')).to.deep.equal([
      'usage: Unknown option "dryrun". Known options: groups, objects, dryRun, full, breakLease, approve, signal, onEvent.',
      'usage: Invalid option "objects": must be keep, empty or delete.',
      'usage: Invalid option "groups": must be a list of object ids, mail addresses or display names, none of them empty.',
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
    it(`rejects invalid values of ${name}`, () => {
      const command = name === 'as' || name === 'container' ? 'enable' : 'disable'
      for (const value of values) expect(problemsWith({ [name]: value }, command)).to.have.length(1)
    })
  }

  it('rejects a call without a required option', () => {
    expect(problemsWith({ groups: undefined }, 'sync', ['groups'])).to.deep.equal([
      'usage: The option "groups" is missing: must be a list of object ids, mail addresses or display names, none of them empty.',
    ])
    expect(problemsWith({ groups: ['a'] }, 'sync', ['groups'])).to.deep.equal([])
  })
})
