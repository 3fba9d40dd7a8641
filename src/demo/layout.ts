/** How the demo fits on a screen. */
import { stripVTControlCharacters } from 'node:util'

/** A plan for 3,000 people is long: its beginning, and how it ends, in whole paragraphs. */
export function shortened(text: string, most: number): string {
  const paragraphs = text.split('\n\n')
  const end = paragraphs.splice(-1)
  let room = most - linesIn(end)
  if (linesIn(paragraphs.slice(-1)) <= room) {
    end.unshift(...paragraphs.splice(-1))
    room = most - linesIn(end)
  }
  const start: string[] = []
  for (const paragraph of paragraphs) {
    room -= linesIn([paragraph])
    if (room < 0) break
    start.push(paragraph)
  }
  const hidden = linesIn(paragraphs.slice(start.length))
  return [...start, ...(hidden > 0 ? [`  … ${hidden} lines more`] : []), ...end].join('\n\n')
}

/** Empty lines between paragraphs do not count. */
const linesIn = (paragraphs: readonly string[]): number =>
  paragraphs.reduce((sum, paragraph) => sum + paragraph.trimEnd().split('\n').length, 0)

/**
 * Breaks long lines between words; what is left of a line stands under its beginning, and `hanging` further in. Where
 * nobody knows how wide a line may be, none is long.
 */
export const wrapped = (text: string, columns: number | undefined, hanging = 0): string =>
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
    if (current.trim() === '' || widthOf(longer) <= columns) current = longer
    else {
      lines.push(current.trimEnd())
      current = indent + hanging + word
    }
  }
  return [...lines, current].join('\n')
}

const widthOf = (text: string): number => [...stripVTControlCharacters(text)].length
