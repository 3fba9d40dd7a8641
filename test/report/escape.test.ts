import { expect } from 'chai'
import { escapeForMarkdown, escapeForTerminal } from '../../src/report/escape.js'

describe('printable', () => {
  const cases: Array<[text: string, shown: string]> = [
    ['Sales, EMEA – é😀', 'Sales, EMEA – é😀'],
    ['a\nb\tc', 'a b c'],
    ['\x1b[31m\0\x7f\x9b', '\\u{1b}[31m\\u{0}\\u{7f}\\u{9b}'],
    ['a\u202eb\u2066c\u200f\u061c', 'a\\u{202e}b\\u{2066}c\\u{200f}\\u{61c}'],
    ['\u2028\u2029', '\\u{2028}\\u{2029}'],
  ]
  for (const [text, shown] of cases) {
    it(`renders ${JSON.stringify(text)} as ${JSON.stringify(shown)}`, () => {
      expect(escapeForTerminal(text)).to.equal(shown)
    })
  }
})

describe('inMarkdown', () => {
  const cases: Array<[text: string, shown: string]> = [
    ['Sales, EMEA', 'Sales, EMEA'],
    ['**a** `b`', '\\*\\*a\\*\\* \\`b\\`'],
    ['- a', '\\- a'],
    ['12. a', '12\\. a'],
    ['<b>&', '&lt;b&gt;&amp;'],
    ['a\x1b', 'a\\\\u\\{1b\\}'],
  ]
  for (const [text, shown] of cases) {
    it(`renders ${JSON.stringify(text)} as ${JSON.stringify(shown)}`, () => {
      expect(escapeForMarkdown(text)).to.equal(shown)
    })
  }
})
