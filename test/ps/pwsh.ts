/** Runs scripts in a real PowerShell process with the packaged module, and reads the output objects back as JSON. */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describeNeeding } from '../support/needing.js'
import { packagedModule } from './packaged.js'

/** Returns the path of PowerShell 7, or the program in GROUPWRITEBACK_PWSH, which can be Windows PowerShell. */
export function findPwsh(): string | undefined {
  const named = process.env['GROUPWRITEBACK_PWSH']
  if (named) return named
  const name = process.platform === 'win32' ? 'pwsh.exe' : 'pwsh'
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path))
}

export const describePwsh = (title: string, body: (this: Mocha.Suite) => void): void => {
  const missing = findPwsh() ? undefined : 'PowerShell: pwsh on the PATH, or GROUPWRITEBACK_PWSH'
  describeNeeding('pwsh', missing, title, body)
}

export interface PwshOptions {
  cwd?: string
  env?: Readonly<Record<string, string>>
  /** Path of another module, or false for none. */
  module?: string | false
  /** Starts a new process group, as a terminal does. */
  detached?: boolean
  /** Standard input. With it PowerShell is interactive and prompts. */
  input?: string
  /** Keeps standard input open. */
  keepInputOpen?: boolean
}

export interface PwshResult {
  code: number | null
  stdout: string
  stderr: string
  /** The output objects of the script, parsed from JSON; empty if it did not complete. */
  values: unknown[]
}

export interface RunningPwsh {
  child: ChildProcess
  result: Promise<PwshResult>
}

export function startPwsh(script: string, options: PwshOptions = {}): RunningPwsh {
  const folder = mkdtempSync(join(tmpdir(), 'group-writeback-pwsh-'))
  const [file, resultFile] = [join(folder, 'script.ps1'), join(folder, 'result.json')]
  // The byte order mark is needed because Windows PowerShell reads a file without one as ANSI.
  writeFileSync(file, `\uFEFF${framed(script, resultFile, options.module ?? packagedModule())}`)
  const args = ['-NoProfile', ...(options.input === undefined ? ['-NonInteractive'] : []), '-File', file]
  if (process.platform === 'win32') args.unshift('-ExecutionPolicy', 'Bypass')
  const child = spawn(findPwsh() ?? '', args, {
    cwd: options.cwd ?? folder,
    // The Node.js of the tests, and no colours in the output.
    env: { ...process.env, NO_COLOR: '1', GROUPWRITEBACK_NODE: process.execPath, ...options.env },
    detached: options.detached ?? false,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.on('error', () => undefined) // PowerShell can exit without reading it
  if (!options.keepInputOpen) child.stdin.end(options.input ?? '')
  const exit = new Promise<number | null>((resolve) => child.on('close', resolve))
  const result = Promise.all([exit, text(child.stdout), text(child.stderr)]).then(
    ([code, stdout, stderr]) => {
      const json = existsSync(resultFile) ? readFileSync(resultFile, 'utf8') : '[]'
      rmSync(folder, { recursive: true, force: true })
      return { code, stdout, stderr, values: JSON.parse(json) as unknown[] }
    },
  )
  return { child, result }
}

export async function runPwsh(script: string, options: PwshOptions = {}): Promise<PwshResult> {
  return startPwsh(script, options).result
}

/** Returns the output objects of a script. @throws if PowerShell exits with an error */
export async function valuesOf<T = Record<string, unknown>>(
  script: string,
  options: PwshOptions = {},
): Promise<T[]> {
  const { code, stdout, stderr, values } = await runPwsh(script, options)
  if (code !== 0) throw new Error(`PowerShell exited with code ${code}: ${stdout}\n${stderr}`)
  return values as T[]
}

/** Quotes a string. Typographic quotes also end a string in PowerShell, so they are doubled as well. */
export const quoted = (value: string): string => `'${value.replaceAll(/['\u2018-\u201B]/g, '$&$&')}'`

const framed = (script: string, resultFile: string, module: string | false): string => `
${module === false ? '' : `Import-Module -Name ${quoted(module)}`}
function Show-Error($Record) {
  [pscustomobject]@{
    id = $Record.FullyQualifiedErrorId
    category = "$($Record.CategoryInfo.Category)"
    message = $Record.Exception.Message
    recommended = if ($Record.ErrorDetails) { $Record.ErrorDetails.RecommendedAction }
    exitCode = $Record.Exception.Data['ExitCode']
    target = if ($Record.TargetObject) { $Record.TargetObject.PSObject.TypeNames[0] }
    name = if ($Record.TargetObject -and $Record.TargetObject.PSObject.Properties['DisplayName']) { $Record.TargetObject.DisplayName }
  }
}
$values = @(& {
${script}
})
[System.IO.File]::WriteAllText(${quoted(resultFile)}, (ConvertTo-Json -InputObject $values -Depth 12))
`
