/** Reads the files of the project as text. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../', import.meta.url))

/** Returns paths relative to the root, with forward slashes. */
export function filesIn(folder: string, ending = '.ts'): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replaceAll('\\', '/'))
    .sort()
}

export const read = (path: string): string => readFileSync(join(root, path), 'utf8')

export interface Import {
  from: string
  /** A path relative to the root, or a package. */
  to: string
  isType: boolean
}

const statement =
  /^(?:import|export)\s+(type\s)?[^'"]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm

export function importsOf(path: string): Import[] {
  const text = read(path).replaceAll(/\/\*[\s\S]*?\*\//g, '')
  return [...text.matchAll(statement)].map(([, type, static_, bare, dynamic]) => {
    const target = static_ ?? bare ?? dynamic ?? ''
    const to = target.startsWith('.')
      ? posix.join(posix.dirname(path), target).replace(/\.js$/, '.ts')
      : target
    return { from: path, to, isType: type !== undefined }
  })
}
