/** The pages that people read, and the parts of them that can be held against the product. */
import { filesIn, read } from './source.js'

/** Everything a reader is sent to. */
export const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'ps/README.md',
  ...filesIn('docs', '.md'),
]

export interface Block {
  page: string
  /** The line the block begins at, counted from 1. */
  line: number
  language: string
  text: string
  /** What the page shows as the output of this block: a block of text is that of the one before it. */
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

/** The shown text as a pattern: an ellipsis stands for anything, also for many lines. */
export const patternOf = (shown: string): RegExp =>
  new RegExp(
    shown
      .trimEnd()
      .split('…')
      .map((piece) => piece.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
      .join('[\\s\\S]*?'),
  )

/** What stands between `<!-- generated: name -->` and `<!-- end -->`, with the name. */
export const generatedIn = (page: string): string[] =>
  [...read(page).matchAll(/<!-- generated: (\w+) -->/g)].map(([, name = '']) => name)
