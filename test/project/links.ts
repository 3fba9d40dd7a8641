/** Links and headings of a page, as a repository host makes anchors of them. */
import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import { read, root } from './source.js'

/** Without blocks and code, in which a bracket means nothing. */
const proseOf = (page: string): string =>
  read(page)
    .replaceAll(/^```[\s\S]*?^```$/gm, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, ''))

export const linksOf = (page: string): string[] =>
  [...proseOf(page).matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)

/** Lower case, blanks as hyphens, without anything else that is no letter, digit, hyphen or underscore. */
export const anchorsOf = (page: string): string[] =>
  [...proseOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

/** What is wrong with a link of this page, if anything. */
export function faultOf(page: string, link: string): string | undefined {
  if (/^https:\/\//.test(link)) return undefined
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? page : posix.join(posix.dirname(page), path)
  if (!existsSync(join(root, target))) return `${page}: ${link}: there is no ${target}`
  if (anchor !== undefined && !anchorsOf(target).includes(anchor)) return `${page}: ${link}: no such heading`
  return undefined
}
