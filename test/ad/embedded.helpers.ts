import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SessionOptions } from '../../src/ad/session.js'
import { openTarget } from '../../src/ad/target.js'
import type { GroupTarget } from '../../src/engine/ports.js'
import type { Problem } from '../../src/errors.js'
import {
  startDirectory,
  type DirectoryOptions,
  type EmbeddedDirectory,
} from '../../src/emulators/directory/directory.js'

export interface Embedded {
  directory: EmbeddedDirectory
  container: string
  people: string
  account: { dn: string }
  /** The warnings of all targets. */
  warnings: Problem[]
  /** Opens a target; by default on the first controller only. */
  open(options?: SessionOptions & { urls?: string[]; timeoutMs?: number; container?: string }): GroupTarget
  close(): Promise<void>
}

/** Starts an embedded directory with an OU for groups and an account that can write them. */
export async function startEmbedded(options: DirectoryOptions = {}): Promise<Embedded> {
  const directory = await startDirectory(options)
  const container = directory.addOu('Groups')
  const { dn, password } = directory.delegate(container)
  const folder = mkdtempSync(join(tmpdir(), 'group-writeback-ad-'))
  const caPath = join(folder, 'ca.pem')
  writeFileSync(caPath, directory.caPem)
  process.env['EMBEDDED_TEST_PASSWORD'] = password
  const closing: Array<() => void> = []
  const warnings: Problem[] = []
  return {
    directory,
    container,
    people: directory.addOu('People'),
    account: { dn },
    warnings,
    open({ urls = [directory.ldapsUrl], timeoutMs = 15_000, container: where = container, ...rest } = {}) {
      const bind = { dn, password: { env: 'EMBEDDED_TEST_PASSWORD' } }
      const config = { urls, bind, tls: { caPath, startTls: false }, container: where, timeoutMs }
      const onWarning = (problem: Problem) => void warnings.push(problem)
      const { target, close } = openTarget(config, { onWarning, ...rest })
      closing.push(close)
      return target
    },
    async close() {
      for (const close of closing) close()
      await directory.close()
      rmSync(folder, { recursive: true })
    },
  }
}

export const anchor = (number: number): string =>
  `Group_00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

/** Returns the DNs of the groups that a target lists. */
export async function listed(target: GroupTarget): Promise<string[]> {
  const { items } = await target.readManagedGroups('all', async (groups) => groups)
  return items.map(({ dn }) => dn)
}
