/**
 * Types, members and commands that ps/ uses. All of them exist both in Windows PowerShell 5.1 on .NET Framework 4.7.2
 * and in PowerShell 7. Before adding a line, check the reference of .NET Framework and the help of 5.1.
 */

/** Types by name, static members, and methods with the number of their arguments. */
const framework = `
[bool] [char] [datetime] [double] [guid] [hashtable] [int] [math] [object] [object[]] [ordered] [pscredential]
[pscustomobject] [psobject] [string] [string[]] [switch] [timespan] [uri] [version]
[System.Collections.ArrayList] [System.Collections.IDictionary]
[System.Collections.Generic.Dictionary[string,object]] [System.Collections.Generic.List[string]]
[System.ComponentModel.Win32Exception]
[System.Diagnostics.Process] [System.Diagnostics.ProcessStartInfo] [System.Environment]
[System.Globalization.CultureInfo] [System.Globalization.DateTimeStyles]
[System.IO.Directory] [System.IO.File] [System.IO.FileInfo] [System.IO.IOException] [System.IO.Path]
[System.Management.Automation.CommandNotFoundException] [System.Management.Automation.CompletionResult]
[System.Management.Automation.ConfirmImpact] [System.Management.Automation.ErrorCategory]
[System.Management.Automation.ErrorDetails] [System.Management.Automation.ErrorRecord]
[System.Management.Automation.Host.ChoiceDescription[]] [System.Management.Automation.PSCmdlet] [System.Management.Automation.RuntimeException]
[System.Net.NetworkCredential] [System.Net.SecurityProtocolType] [System.Net.ServicePointManager]
[System.StringComparison] [System.Text.Encoding] [System.Text.UTF8Encoding] [System.Threading.Tasks.Task]

[datetime]::Parse(3) [datetime]::UtcNow [guid]::NewGuid(0) [math]::Min(2) [math]::Round(2)
[timespan]::FromMilliseconds(1) [timespan]::Zero
[System.Diagnostics.Process]::Start(1) [System.Environment]::MachineName
[System.Globalization.CultureInfo]::InvariantCulture [System.Globalization.DateTimeStyles]::RoundtripKind
[System.IO.Directory]::Exists(1) [System.IO.Directory]::GetFiles(2)
[System.IO.File]::Delete(1) [System.IO.File]::Exists(1) [System.IO.File]::OpenWrite(1) [System.IO.File]::ReadAllText(1) [System.IO.File]::WriteAllText(2)
[System.IO.Path]::Combine(1) [System.IO.Path]::Combine(2) [System.IO.Path]::Combine(3)
[System.IO.Path]::GetDirectoryName(1) [System.IO.Path]::GetFullPath(1)
[System.IO.Path]::GetTempFileName(0)
[System.Net.SecurityProtocolType]::Tls12 [System.Net.ServicePointManager]::SecurityProtocol
[System.StringComparison]::OrdinalIgnoreCase [System.Text.Encoding]::UTF8

.Add(1) .AddDays(1) .AddHours(1) .AddRange(1) .AddSeconds(1) .Clone(0) .Close(0) .Contains(1) .ContainsKey(1)
.Dispose(0) .Flush(0) .GetBaseException(0) .GetBytes(1) .GetType(0) .GetUnresolvedProviderPathFromPSPath(1) .GetValue(1) .Insert(2)
.Kill(0) .PromptForChoice(4) .ReadLineAsync(0) .ReadToEndAsync(0) .Replace(2) .ShouldProcess(2) .ShouldProcess(3) .StartsWith(2)
.Substring(1) .Substring(2) .ThrowTerminatingError(1) .ToArray(0) .ToLocalTime(0) .ToLowerInvariant(0) .ToString(0)
.ToString(1) .ToUniversalTime(0) .ToUpperInvariant(0) .Trim(0) .Trim(2) .Wait(1) .WaitForExit(0) .WaitForExit(1)
.Write(3) .WriteError(1)
`

/** Built-in commands with the parameters that ps/ uses. */
const commands = `
ConvertFrom-Json -InputObject
ConvertTo-Json -Compress -Depth -InputObject
ForEach-Object
Get-AutomationPSCredential -Name
Get-AutomationVariable -Name
Get-ChildItem -Filter -LiteralPath
Get-Command -All -CommandType -ErrorAction -Name
Get-Date
Get-Item -ErrorAction -LiteralPath
Get-Member -InputObject -MemberType -Name
Get-Variable -ErrorAction -Name -ValueOnly
Import-Module -Name -Verbose
Invoke-RestMethod
Move-Item -Destination -Force -LiteralPath
New-Item -Force -ItemType -Path
New-Object -Property
New-ScheduledTaskAction
New-ScheduledTaskPrincipal -LogonType -UserId
New-ScheduledTaskSettingsSet
New-ScheduledTaskTrigger
New-TimeSpan -Hours -Minutes
Register-ArgumentCompleter -CommandName -ParameterName -ScriptBlock
Register-ScheduledTask
Remove-Item -ErrorAction -LiteralPath
Resolve-Path -LiteralPath
Select-Object -First -Unique
Set-StrictMode -Version
Set-Variable -Confirm -Name -Scope -Value -WhatIf
Split-Path -Path
Test-Path -LiteralPath
Where-Object
Write-Error -ErrorAction -Message
Write-Information -MessageData -Tags
Write-Progress -Completed -Status
Write-Verbose
Write-Warning
`

const lines = (text: string): string[][] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split(' ').filter((word) => word !== ''))

export const inBothEditions: ReadonlySet<string> = new Set([
  ...lines(framework).flat(),
  ...lines(commands).flatMap(([name = '', ...parameters]) => [
    name,
    ...parameters.map((one) => `${name} ${one}`),
  ]),
])

/** Variables of PowerShell 7 only. Reading them in strict mode is an error in 5.1. */
export const onlyInSeven = [
  'IsWindows',
  'IsLinux',
  'IsMacOS',
  'IsCoreCLR',
  'PSStyle',
  'EnabledExperimentalFeatures',
]
