/** Fits the output of the demo to the terminal. */
import { stripVTControlCharacters } from 'node:util'

/** Shortens a report to about `most` lines: keeps whole paragraphs at its beginning and its end. */
export function shortenReport(text: string, maxLines: number): string {
  const paragraphs = text.split('\n\n')
  const end = paragraphs.splice(-1)
  let remaining = maxLines - lineCount(end)
  if (lineCount(paragraphs.slice(-1)) <= remaining) {
    end.unshift(...paragraphs.splice(-1))
    remaining = maxLines - lineCount(end)
  }
  const start: string[] = []
  for (const paragraph of paragraphs) {
    remaining -= lineCount([paragraph])
    if (remaining < 0) break
    start.push(paragraph)
  }
  const hidden = lineCount(paragraphs.slice(start.length))
  return [...start, ...(hidden > 0 ? [`  … ${hidden} more lines`] : []), ...end].join('\n\n')
}

/** Counts lines, without the empty ones between paragraphs. */
const lineCount = (paragraphs: readonly string[]): number =>
  paragraphs.reduce((sum, paragraph) => sum + paragraph.trimEnd().split('\n').length, 0)

/**
 * Wraps long lines between words. Continuation lines have the indent of the first line and `hanging` more blanks. An
 * undefined width disables wrapping.
 */
export const wrapText = (text: string, columns: number | undefined, hanging = 0): string =>
  columns === undefined
    ? text
    : text
        .split('\n')
        .map((line) => wrapLine(line, columns, ' '.repeat(hanging)))
        .join('\n')

function wrapLine(line: string, columns: number, hanging: string): string {
  const [indent = ''] = /^ */.exec(line) ?? []
  const lines: string[] = []
  let current = indent
  for (const word of line.slice(indent.length).split(' ')) {
    const longer = current.trim() === '' ? current + word : `${current} ${word}`
    if (current.trim() === '' || textWidth(longer) <= columns) current = longer
    else {
      lines.push(current.trimEnd())
      current = indent + hanging + word
    }
  }
  return [...lines, current].join('\n')
}

const textWidth = (text: string): number => [...stripVTControlCharacters(text)].length
