/** Reads all groups once in a new process. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { EntraConfig } from '../../src/config/types.js'
import type { Outcome } from './signInOnce.js'
import { runTypeScript } from '../support/typescript.js'

const program = fileURLToPath(new URL('./signInOnce.ts', import.meta.url))

export async function readInNewProcess(
  config: EntraConfig,
  env: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...runTypeScript, program, JSON.stringify(config)],
    { env: { ...process.env, ...env } },
  )
  return JSON.parse(stdout) as Outcome
}
