/** Tables in Markdown. */

const row = (cells) => `| ${cells.join(' | ')} |`

export const table = (header, rows) =>
  [row(header), row(header.map(() => '---')), ...rows.map(row)].join('\n')

/** A table of names whose last column is written by hand: it is found again by the first one. */
export const keepExplanations = (header, rows) => (old) => {
  const kept = new Map(
    old
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .map((line) => cellsOf(line))
      .map((cells) => [cells[0], cells.at(-1)]),
  )
  return table(
    header,
    rows.map((cells) => [...cells, kept.get(cells[0]) ?? '']),
  )
}

/** A vertical bar of its own stands behind a backslash. */
const cellsOf = (line) =>
  line
    .replace(/^\| | ?\|$/g, '')
    .split(/ \| ?/)
    .map((cell) => cell.trim())
