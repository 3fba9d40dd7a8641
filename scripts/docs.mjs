/**
 * Writes what the pages list of the product: codes, keys, limits and options, between `<!-- generated: NAME -->` and
 * `<!-- end -->`. Explanations stay in the page: the last column of a table of codes is kept, and a new code gets an empty
 * one, which has to be filled in. It reads lib/, which has to be built.
 *
 *   node scripts/docs.mjs [--check]
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { sections } from './docs/sections.mjs'

const root = fileURLToPath(new URL('../', import.meta.url))
const region = /(<!-- generated: (\w+) -->\n)([\s\S]*?)(<!-- end -->)/g
const pages = ['README.md', ...readdirSync(`${root}docs`).map((name) => `docs/${name}`)]

/** Regions run one after the other: each may start the command line. */
async function rewrite(text) {
  const written = []
  for (const [whole, begin, name, old, end] of text.matchAll(region)) {
    const section = sections[name]
    if (!section) throw new Error(`"${name}" is none of ${Object.keys(sections).join(', ')}.`)
    written.push({ whole, now: `${begin}${await section(old)}\n${end}` })
  }
  // As a function: "$" has no meaning in it.
  return written.reduce((page, { whole, now }) => page.replace(whole, () => now), text)
}

const unexplained = (page) =>
  [...page.matchAll(region)].flatMap(([, , , content]) =>
    content.split('\n').filter((line) => /\|\s*\|$/.test(line)),
  )

const problems = []
for (const page of pages) {
  const text = readFileSync(root + page, 'utf8')
  const now = await rewrite(text)
  problems.push(...unexplained(now).map((line) => `${page}: not explained: ${line}`))
  if (now === text) continue
  if (process.argv.includes('--check')) problems.push(`${page}: is not up to date, run "npm run docs"`)
  else writeFileSync(root + page, now)
}
for (const problem of problems) process.stderr.write(`${problem}\n`)
process.exitCode = problems.length > 0 ? 1 : 0
