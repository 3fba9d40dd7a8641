import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execute, runCommand } from './commands.js'
import { adminPassword, domain, host, realm, writeConfiguration } from './configuration.js'

export interface TemplateOptions {
  /** The Active Directory schema: 2012_R2 has no msDS-ExternalDirectoryObjectId. */
  schema: '2016' | '2012_R2'
  /**
   * Exchange in the directory: none, its attributes (a prepared schema), or its organisation as well. Only the
   * organisation means that Exchange is installed.
   */
  exchange: 'none' | 'schema' | 'organization'
  recycleBin: boolean
}

/** Copies the databases of a new domain to a folder. They are created once for each set of options (3 s). */
export async function copyTemplate(directory: string, options: TemplateOptions): Promise<void> {
  const template = join(tmpdir(), `group-writeback-samba-template-${key(options)}`)
  if (!existsSync(template)) await makeTemplate(template, options)
  const folders = ['private', 'state'].map((name) => join(template, name))
  await execute('cp', ['-a', '--sparse=always', ...folders, directory])
}

function key(options: TemplateOptions): string {
  const hash = createHash('sha256').update(JSON.stringify(Object.entries(options).sort()))
  for (const name of ['directory.py', 'exchange.py', 'configuration.ts']) {
    hash.update(readFileSync(new URL(name, import.meta.url)))
  }
  return hash.digest('hex').slice(0, 16)
}

/** Creates a template under a temporary name and renames it when it is complete, so no process uses a partial one. */
async function makeTemplate(template: string, options: TemplateOptions): Promise<void> {
  const partial = mkdtempSync(join(tmpdir(), `group-writeback-samba-${process.pid}-`))
  try {
    const { configuration } = writeConfiguration(partial, '127.0.0.1', false)
    const order = {
      dir: partial,
      conf: configuration,
      realm,
      domain,
      host,
      password: adminPassword,
      ...options,
    }
    await runCommand('provision', order)
    if (options.exchange !== 'none') await runCommand('exchange', order)
    renameSync(partial, template)
  } catch (error) {
    rmSync(partial, { recursive: true, force: true })
    if (!existsSync(template)) throw error // another process created it first
  }
}
