/** Runs a runbook as a job of Azure Automation does: its text in a runspace, with the assets of an account. */
import { readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { packagedModule } from './packaged.js'
import type { PsPlace } from './place.js'
import { quoted, type PwshOptions } from './pwsh.js'

export interface Job<T> {
  /** Final state. A host sees no exit code, only whether an error ended the script. */
  state: 'Completed' | 'Failed'
  /** The error that ended it. */
  reason: string | null
  output: T[]
  types: string[]
  warnings: string[]
  errors: string[]
}

export interface RunSummary {
  Status: string
  ExitCode: number
  Summary: string
  PlanHash: string
  RunId: string
  ReportFile: string
  [name: string]: unknown
}

export type Parameters = Readonly<Record<string, string | number | boolean>>

/** Returns the path of a runbook beside the module, as in the package. */
export const runbookPath = (name: string): string => join(dirname(packagedModule()), 'runbooks', name)

/** Returns a script that runs the job; `assets` are PowerShell functions that stand for the assets of the account. */
export function jobScript(runbook: string, parameters: Parameters, assets = ''): string {
  const text = readFileSync(runbookPath(runbook), 'utf8')
  return `
    $shell = [powershell]::Create()
    $null = $shell.AddScript(${quoted(assets)}).Invoke()
    $shell.Commands.Clear()
    $null = $shell.AddScript(${quoted(text)}).AddParameters(${hashtable(parameters)})
    $output = New-Object System.Management.Automation.PSDataCollection[psobject]
    try { $shell.Invoke($null, $output) } catch { $null = $_ }
    $reason = $shell.InvocationStateInfo.Reason
    [pscustomobject]@{
      state = "$($shell.InvocationStateInfo.State)"
      reason = if ($reason) { $reason.Message }
      output = @($output)
      types = @($output | ForEach-Object { $_.PSObject.TypeNames[0] })
      warnings = @($shell.Streams.Warning | ForEach-Object { $_.Message })
      errors = @($shell.Streams.Error | ForEach-Object { "$_" })
    }`
}

export const hashtable = (parameters: Parameters): string =>
  `@{ ${Object.entries(parameters)
    .map(([name, value]) => `${name} = ${literal(value)}`)
    .join('; ')} }`

const literal = (value: string | number | boolean): string =>
  typeof value === 'boolean' ? `$${value}` : typeof value === 'number' ? String(value) : quoted(value)

/** Options with the module in PSModulePath, because the script of a job has no folder. */
export const asInstalled = (options: PwshOptions = {}): PwshOptions => ({
  ...options,
  module: false,
  env: {
    PSModulePath: [dirname(packagedModule()), process.env['PSModulePath']].join(delimiter),
    ...options.env,
  },
})

export async function runJob<T = RunSummary>(
  place: PsPlace,
  runbook: string,
  parameters: Parameters = {},
  assets = '',
): Promise<Job<T>> {
  const all = { ConfigPath: join(place.folder, 'group-writeback.json'), ...parameters }
  const [job] = await place.values<Job<T>>(jobScript(runbook, all, assets), asInstalled())
  if (!job) throw new Error('The job has no result.')
  return job
}

/** Removes white space and the borders of error views, because the console wraps lines. */
export const squeezed = (text: string): string => text.replaceAll(/[\s|]+/g, '')
