/** Runs the built command line in another process and returns its output and exit code. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Report } from '../../src/index.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
export const cliPath = `${root}lib/cli.js`

/** Builds lib/ if it is older than src/. */
export function ensureBuilt(): void {
  const newest = (folder: string): number =>
    Math.max(
      0,
      ...readdirSync(`${root}${folder}`, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== '.gitignore')
        .map((entry) => statSync(`${entry.parentPath}/${entry.name}`).mtimeMs),
    )
  if (newest('lib') < newest('src')) execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'pipe' })
}

export interface CliResult {
  code: number | null
  stdout: string
  stderr: string
  /** Parses standard output as JSON. */
  report: () => Report
}

export interface RunningCli {
  child: ChildProcess
  result: Promise<CliResult>
}

export interface CliOptions {
  cwd: string
  env?: Readonly<Record<string, string>>
  input?: string
  /** Path of another program to run instead. */
  program?: string
}

export function startCli(args: readonly string[], { cwd, env, input, program }: CliOptions): RunningCli {
  const child = spawn(process.execPath, [program ?? cliPath, ...args], {
    cwd,
    env: { ...process.env, ...env },
  })
  child.stdin.end(input ?? '')
  const exit = new Promise<number | null>((resolve) => child.on('close', resolve))
  const result = Promise.all([exit, text(child.stdout), text(child.stderr)]).then(
    ([code, stdout, stderr]) => ({
      code,
      stdout,
      stderr,
      report: () => JSON.parse(stdout) as Report,
    }),
  )
  return { child, result }
}

export const runCli = (args: readonly string[], options: CliOptions): Promise<CliResult> =>
  startCli(args, options).result
