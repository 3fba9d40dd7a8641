/** Runs lib/entry.cjs in an empty folder: sends a request on standard input and reads the lines of the response. */
import { spawn, type ChildProcess } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Problem, Report, RunEvent } from '../../src/index.js'
import { root } from '../project/source.js'
import { ensureBuilt } from '../support/cli.js'

export type Line =
  | { type: 'event'; event: RunEvent }
  | { type: 'groups'; groups: Report['groups']; words: string[][] }
  | {
      type: 'result'
      command: string
      exitCode: number
      value: Report
      words?: { summary: string; guard: string[] }
    }
  | { type: 'error'; code: string; message: string; hint?: string; problems: Problem[]; exitCode: number }

export interface EntryResponse {
  code: number | null
  stdout: string
  stderr: string
  lines: Line[]
  last: Line | undefined
}

let entry: string | undefined

/** Returns the path of the entry in a folder without other files and without node_modules above it. */
export function standalone(): string {
  if (entry === undefined) {
    ensureBuilt()
    const folder = mkdtempSync(join(tmpdir(), 'eintrag für sich '))
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
    entry = join(folder, 'entry.cjs')
    copyFileSync(`${root}lib/entry.cjs`, entry)
  }
  return entry
}

export interface StartedEntry {
  child: ChildProcess & { stdin: NodeJS.WritableStream }
  answer: Promise<EntryResponse>
}

/** Starts the packaged entry or another program; the caller writes the request. */
export function startEntry(env: Readonly<Record<string, string>> = {}, path = standalone()): StartedEntry {
  const child = spawn(process.execPath, [path], { cwd: join(path, '..'), env: { ...process.env, ...env } })
  child.stdin.on('error', () => undefined) // the process may end before it has read everything
  const exit = new Promise<number | null>((resolve) => child.on('close', resolve))
  const answer = Promise.all([exit, text(child.stdout), text(child.stderr)]).then(
    ([code, stdout, stderr]) => {
      const lines = stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Line)
      return { code, stdout, stderr, lines, last: lines.at(-1) }
    },
  )
  return { child, answer }
}

/** Sends one request and waits for the end of the process. */
export function sendRequest(
  request: object | string | Buffer,
  env?: Readonly<Record<string, string>>,
  path?: string,
): Promise<EntryResponse> {
  const { child, answer } = startEntry(env, path)
  child.stdin.end(typeof request === 'string' || Buffer.isBuffer(request) ? request : JSON.stringify(request))
  return answer
}
