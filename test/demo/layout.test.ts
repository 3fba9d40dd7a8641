import { expect } from 'chai'
import { shortened, wrapped } from '../../src/demo/layout.js'

describe('the layout of the demo', () => {
  it('wraps long lines between words and indents the continuation', () => {
    expect(wrapped('  one two three\nfour', 9, 2)).to.equal('  one two\n    three\nfour')
    expect(wrapped('one two three four', 9)).to.equal('one two\nthree\nfour')
  })

  it('keeps lines that fit, and all lines if the width is unknown', () => {
    const text = '  a  b\n\n  c\n'
    expect(wrapped(text, 6)).to.equal(text)
    expect(wrapped('a '.repeat(200), undefined)).to.equal('a '.repeat(200))
  })

  it('never breaks a word, and counts code points without colours', () => {
    expect(wrapped('xxxxxxxx y', 4)).to.equal('xxxxxxxx\ny')
    expect(wrapped('\x1b[1mab\x1b[22m cd', 5)).to.equal('\x1b[1mab\x1b[22m cd')
    expect(wrapped('🚀🚀 🚀🚀', 5)).to.equal('🚀🚀 🚀🚀')
  })

  const report = 'a\na\n\nb\nb\n\nleft\nout\n\nend\n'

  it('shortens a report by whole paragraphs, and keeps its end', () => {
    expect(shortened(report, 7)).to.equal(report)
    expect(shortened(report, 6)).to.equal('a\na\n\n  … 2 more lines\n\nleft\nout\n\nend\n')
    expect(shortened(report, 4)).to.equal('  … 4 more lines\n\nleft\nout\n\nend\n')
    expect(shortened(report, 1)).to.equal('  … 6 more lines\n\nend\n')
  })
})
