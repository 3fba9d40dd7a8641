/** Formats Markdown tables. */

const row = (cells) => `| ${cells.join(' | ')} |`

export const table = (header, rows) =>
  [row(header), row(header.map(() => '---')), ...rows.map(row)].join('\n')

/** Formats a table whose last column is written by hand. It is taken from the old row with the same first cell. */
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

/** Escapes vertical bars with a backslash. */
const cellsOf = (line) =>
  line
    .replace(/^\| | ?\|$/g, '')
    .split(/ \| ?/)
    .map((cell) => cell.trim())
