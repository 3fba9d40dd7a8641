/** The parts of the README that can be held against the product. */
import { read } from './source.js'

export const readme = read('README.md')

export interface Block {
  language: string
  text: string
}

export const blocksOf = (page: string): Block[] =>
  [...page.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({
    language: language ?? '',
    text: text ?? '',
  }))

export const blocks = blocksOf(readme)

/** What stands between `<!-- name -->` and `<!-- /name -->`. */
export const section = (name: string): string =>
  new RegExp(`<!-- ${name} -->([\\s\\S]*?)<!-- /${name} -->`).exec(readme)?.[1] ?? ''

/** The first column of a table, without its back ticks. */
export const firstColumn = (table: string): string[] =>
  [...table.matchAll(/^\| `(\w+)`/gm)].map(([, word]) => word ?? '')
