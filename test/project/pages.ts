/** Reads the documentation pages and the parts that tests check. */
import { filesIn, read } from './source.js'

/** All pages for readers. */
export const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'ps/README.md',
  ...filesIn('docs', '.md'),
]

export interface Block {
  page: string
  /** First line of the block, from 1. */
  line: number
  language: string
  text: string
  /** The shown output: the block of text that follows. */
  output?: string
}

const fence = /^```(\w*)\n([\s\S]*?)^```$/gm

export function blocksOf(page: string): Block[] {
  const text = read(page)
  const blocks: Block[] = []
  for (const [whole, language = '', content = ''] of text.matchAll(fence)) {
    const before = blocks.at(-1)
    if (language === 'text' && before) before.output = content
    const line = text.slice(0, text.indexOf(whole)).split('\n').length
    blocks.push({ page, line, language, text: content })
  }
  return blocks
}

export const allBlocks: readonly Block[] = pages.flatMap(blocksOf)

/** Converts the shown text to a pattern, in which an ellipsis matches any text, also over several lines. */
export const patternOf = (shown: string): RegExp =>
  new RegExp(
    shown
      .trimEnd()
      .split('…')
      .map((piece) => piece.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
      .join('[\\s\\S]*?'),
  )

/** Returns the names of the sections between `<!-- generated: name -->` and `<!-- end -->`. */
export const generatedIn = (page: string): string[] =>
  [...read(page).matchAll(/<!-- generated: (\w+) -->/g)].map(([, name = '']) => name)
