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
   * What Exchange left: nothing, its attributes (a prepared schema), or its organisation too, which alone means that
   * Exchange is here.
   */
  exchange: 'none' | 'schema' | 'organization'
  recycleBin: boolean
}

/** Fills a directory with the databases of a new domain: made once for each set of options (3 s), copied from then on. */
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

/** Nobody ever sees a half-written one: it gets its name when it is complete. */
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
    if (!existsSync(template)) throw error // another process was faster
  }
}
