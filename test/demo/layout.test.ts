import { expect } from 'chai'
import { shortenReport, wrapText } from '../../src/demo/layout.js'

describe('the layout of the demo', () => {
  it('wraps long lines between words and indents the continuation', () => {
    expect(wrapText('  one two three\nfour', 9, 2)).to.equal('  one two\n    three\nfour')
    expect(wrapText('one two three four', 9)).to.equal('one two\nthree\nfour')
  })

  it('keeps lines that fit, and all lines if the width is unknown', () => {
    const text = '  a  b\n\n  c\n'
    expect(wrapText(text, 6)).to.equal(text)
    expect(wrapText('a '.repeat(200), undefined)).to.equal('a '.repeat(200))
  })

  it('never breaks a word, and counts code points without colours', () => {
    expect(wrapText('xxxxxxxx y', 4)).to.equal('xxxxxxxx\ny')
    expect(wrapText('\x1b[1mab\x1b[22m cd', 5)).to.equal('\x1b[1mab\x1b[22m cd')
    expect(wrapText('🚀🚀 🚀🚀', 5)).to.equal('🚀🚀 🚀🚀')
  })

  const report = 'a\na\n\nb\nb\n\nleft\nout\n\nend\n'

  it('shortens a report by whole paragraphs, and keeps its end', () => {
    expect(shortenReport(report, 7)).to.equal(report)
    expect(shortenReport(report, 6)).to.equal('a\na\n\n  … 2 more lines\n\nleft\nout\n\nend\n')
    expect(shortenReport(report, 4)).to.equal('  … 4 more lines\n\nleft\nout\n\nend\n')
    expect(shortenReport(report, 1)).to.equal('  … 6 more lines\n\nend\n')
  })
})
