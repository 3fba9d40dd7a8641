/** Reads the links and headings of a page, with anchors as repository hosts generate them. */
import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import { read, root } from './source.js'

/** Removes code, in which brackets are not links. */
const proseOf = (page: string): string =>
  read(page)
    .replaceAll(/^```[\s\S]*?^```$/gm, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, ''))

export const linksOf = (page: string): string[] =>
  [...proseOf(page).matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)

/** Returns the anchors of the headings: lower case, spaces as hyphens, other characters than letters, digits, - and _ removed. */
export const anchorsOf = (page: string): string[] =>
  [...proseOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

/** Returns the fault of a link of this page, or undefined. */
export function faultOf(page: string, link: string): string | undefined {
  if (/^https:\/\//.test(link)) return undefined
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? page : posix.join(posix.dirname(page), path)
  if (!existsSync(join(root, target))) return `${page}: ${link}: ${target} does not exist`
  if (anchor !== undefined && !anchorsOf(target).includes(anchor)) return `${page}: ${link}: no such heading`
  return undefined
}
