/** Copies the packaged module to a folder with spaces and umlauts in its name. Every test imports it from there. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../project/source.js'
import { ensureBuilt } from '../support/cli.js'

let folder: string | undefined

export function packagedModule(): string {
  if (folder === undefined) {
    ensureBuilt()
    const made = mkdtempSync(join(tmpdir(), 'Gruppen zurück schreiben '))
    process.on('exit', () => rmSync(made, { recursive: true, force: true }))
    cpSync(`${root}ps/GroupWriteback`, join(made, 'GroupWriteback'), { recursive: true })
    cpSync(`${root}ps/runbooks`, join(made, 'runbooks'), { recursive: true })
    cpSync(`${root}lib/entry.cjs`, join(made, 'GroupWriteback/lib/entry.cjs'))
    folder = made
  }
  return join(folder, 'GroupWriteback')
}
