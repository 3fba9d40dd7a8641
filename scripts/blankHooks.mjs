/**
 * TypeScript with its types blanked by ts-blank-space, which keeps every line and column where it is. It needs the whole
 * compiler to read a file, and loading that takes half a second in each process; so what it made is kept below
 * node_modules/.cache, by content, and the compiler is loaded only for a file that changed.
 */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const { version } = createRequire(import.meta.url)('ts-blank-space/package.json')
const cache = new URL(`../node_modules/.cache/ts-blank-space-${version}/`, import.meta.url)

/** A TypeScript file imports others by the names they will have when they are compiled. */
export async function resolve(specifier, context, nextResolve) {
  if (/^\..*\.js$/.test(specifier) && context.parentURL?.endsWith('ts')) {
    const source = new URL(specifier.replace(/js$/, 'ts'), context.parentURL)
    if (existsSync(source)) return nextResolve(source.href, context)
  }
  return nextResolve(specifier, context)
}

export async function load(url, context, nextLoad) {
  if (!/\.m?ts$/.test(url)) return nextLoad(url, context)
  const format = 'module'
  const text = await readFile(new URL(url), 'utf8')
  return { format, shortCircuit: true, source: `${await blanked(text)}\n//# sourceURL=${url}` }
}

async function blanked(text) {
  const kept = new URL(`${createHash('sha256').update(text).digest('hex')}.js`, cache)
  try {
    return await readFile(kept, 'utf8')
  } catch {
    const { default: blank } = await import('ts-blank-space')
    const code = blank(text)
    await keep(kept, code)
    return code
  }
}

/** Whole or not at all, since others read at the same time; where nothing can be written it is made each time. */
async function keep(file, code) {
  const draft = `${fileURLToPath(file)}.${process.pid}`
  try {
    await mkdir(cache, { recursive: true })
    await writeFile(draft, code)
    await rename(draft, file)
  } catch {
    // as said
  }
}
