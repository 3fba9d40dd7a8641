/** Tests that untrusted text, such as names and messages, cannot break a terminal, a log or a page. */
import { expect } from 'chai'
import fc from 'fast-check'
import type { Change } from '../../src/model/change.js'
import type { Report } from '../../src/model/report.js'
import type { Status } from '../../src/model/status.js'
import { markdownReport } from '../../src/report/markdown.js'
import { statusText } from '../../src/report/status.js'
import { textReport } from '../../src/report/text.js'
import { addition, adoption, creation, deletion, group, removal, report, status } from './fixture.js'

const untrusted = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      ...'\n\r\t\0\b\x07\x1b\x7f\x85\x9b\u061c\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069',
    ),
    fc.constantFrom(
      '\x1b[2J',
      '\x1b]0;title\x07',
      '<script>',
      '</b>',
      '&lt;',
      '`',
      '|',
      '**',
      '](x)',
      '# ',
      '- ',
      '1. ',
      '\\',
      '$',
      '~~',
      '***',
      '    ',
    ),
    fc.constantFrom(...'aé😀ש '),
  ),
  maxLength: 12,
})

/** Returns a report with the next text in every field that can contain untrusted text. */
function reportOf(next: () => string, command: string): Report {
  const members = () => [{ displayName: next() }, { dn: next() }, { id: next() }] as never
  const update: Change = {
    type: 'updateGroup',
    guid: 'g',
    dn: next(),
    attributes: [{ name: next(), from: [next()], to: [next(), next()] }],
  }
  const changes: Change[] = [
    { ...adoption, dn: next(), owner: next(), createdAt: next() },
    { type: 'restoreGroup', guid: 'g', dn: next(), from: next() },
    { type: 'createGroup', dn: next(), attributes: {} },
    { type: 'renameGroup', guid: 'g', from: next(), to: next() },
    { type: 'moveGroup', guid: 'g', from: next(), to: next(), ends: members() },
    update,
    addition(members()),
    removal(members()),
    { ...deletion([]), dn: next() } as Change,
  ]
  const skipped = { id: next(), displayName: next() }
  const error = { code: 'directoryRefused', message: next(), hint: next() } as const
  const failed = group({ id: 'a', displayName: next(), dn: next(), error, changes, withheld: changes })
  const unproven = { type: 'removeMembers', guid: 'g', dn: next(), members: members() } as const
  const path = [next(), next()]
  return report({
    command,
    target: next(),
    groups: [
      {
        ...failed,
        waiting: [{ reason: 'countDiffers', since: next(), change: unproven }],
        skippedMembers: [{ ...skipped, reason: 'guest' }],
        skippedValues: [{ attribute: next(), value: next(), reason: 'tooLong' }],
      },
      group({ id: next(), displayName: '' }),
    ],
    skippedGroups: [{ ...skipped, reason: 'syncedFromAd' }],
    guard: { checks: [], tripped: [{ rule: 'privilegedAdditions', actual: 2, limit: 1, group: 'a', path }] },
    problems: [{ code: 'internal', message: next(), hint: next() }],
    checks: [{ name: next(), status: 'ok', message: next() }],
  })
}

function statusOf(next: () => string): Status {
  const problem = { code: 'internal', message: next(), hint: next() } as const
  return status({
    target: next(),
    heldAccess: [
      {
        id: next(),
        displayName: next(),
        dn: next(),
        heldBy: [next()],
        members: [{ guid: next(), name: next(), since: next() }],
      },
    ],
    selected: { [`id${next()}`]: { container: next() } },
    disabled: [next()],
    troubles: [{ id: next(), displayName: next(), problem, since: next(), attempts: 1, nextTry: next() }],
    lastRun: { runId: next(), command: next(), startedAt: next(), status: 'failed', planHash: next() },
    lease: { runId: next(), command: next(), host: next(), pid: 1, since: next() },
  })
}

const harmless = () => 'x'
const commands = fc.constantFrom('sync', 'check', 'enable')

/** Returns a function that returns the texts in turn. */
function cycling(texts: readonly string[]): () => string {
  let at = 0
  return () => texts[at++ % texts.length] ?? ''
}

const texts = fc.array(untrusted, { minLength: 1, maxLength: 50 })
const control = /[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/
const linesIn = (printed: string) => printed.split('\n').length

describe('untrusted text', () => {
  it('adds no control characters and no line breaks to a text report', () => {
    fc.assert(
      fc.property(texts, commands, (some, command) => {
        const printed = textReport(reportOf(cycling(some), command))
        expect(printed).to.not.match(control)
        expect(linesIn(printed)).to.equal(linesIn(textReport(reportOf(harmless, command))))
      }),
      { numRuns: 500 },
    )
  })

  it('adds no escape sequences to a coloured report', () => {
    fc.assert(
      fc.property(texts, commands, (some, command) => {
        const run = reportOf(cycling(some), command)
        const plain = textReport(run, true).replace(/\x1b\[(1|2|22|31|32|33|36|39)m/g, '')
        expect(plain).to.equal(textReport(run))
      }),
      { numRuns: 300 },
    )
  })

  it('adds no control characters and no line breaks to the status', () => {
    fc.assert(
      fc.property(texts, (some) => {
        const printed = statusText(statusOf(cycling(some)))
        expect(printed).to.not.match(control)
        expect(linesIn(printed)).to.equal(linesIn(statusText(statusOf(harmless))))
      }),
      { numRuns: 300 },
    )
  })

  /** Returns the characters of Markdown that are not escaped, in order. */
  const markup = (markdown: string) =>
    markdown
      .replace(/\\[!-/:-@[-`{-~]/g, '')
      .match(/[`*_{}[\]()#+!|~<>$\\]/g)
      ?.join('')

  it('adds no markup to a Markdown report', () => {
    fc.assert(
      fc.property(texts, commands, (some, command) => {
        const markdown = markdownReport(reportOf(cycling(some), command))
        expect(markdown).to.not.match(control)
        expect(markdown).to.not.match(/<|>|&(?!(amp|lt|gt);)/)
        expect(markup(markdown)).to.equal(markup(markdownReport(reportOf(harmless, command))))
        expect(linesIn(markdown)).to.equal(linesIn(markdownReport(reportOf(harmless, command))))
        expect(markdown).to.not.match(/^(- |## )(\s{2}|[-=]|\d+\.)/m)
      }),
      { numRuns: 500 },
    )
  })

  it('remains readable: control characters are shown by their number', () => {
    const printed = textReport(
      report({ groups: [group({ displayName: 'a\x1b[31mb\u202ec\nd', changes: [creation] })] }),
    )
    expect(printed.split('\n')[0]).to.equal('a\\u{1b}[31mb\\u{202e}c d  inSync  CN=Sales,OU=Groups,DC=test')
  })
})
