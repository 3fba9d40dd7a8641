<#
.SYNOPSIS
    Registers a scheduled task of Windows that syncs every few minutes.
.DESCRIPTION
    The task starts the runbook Sync-GroupWriteback, which stands beside this script, and ends with the exit code of the
    command line: "Last Run Result" is 0 where all is well, 3 where a guard holds something back, 4 where some groups
    failed. A run that is still going on is not started a second time.

    The account of the task needs the right to log on as a batch job, to read the configuration and to write its state.
    It is not the account that writes to the directory: that one stands in the configuration, with its password in a
    file or in an environment variable. It does a simple bind over TLS, even where the task runs as a group managed
    service account.

    Run this as an administrator, and keep the folder where only administrators can write.
.PARAMETER ConfigPath
    The configuration file.
.PARAMETER ServiceAccount
    A group managed service account, such as CORP\gmsa-writeback$. Windows knows its password.
.PARAMETER Credential
    Otherwise a user, with the password, which Task Scheduler keeps.
.PARAMETER IntervalMinutes
    From one start to the next.
.PARAMETER TaskName
    The name of the task.
.PARAMETER TaskPath
    The folder of the task in Task Scheduler.
.PARAMETER PowerShellPath
    The PowerShell that runs it; the edition that runs this script unless said otherwise.
.PARAMETER Force
    Replace a task of the same name.
.INPUTS
    None.
.OUTPUTS
    The task, as Register-ScheduledTask gives it back.
.EXAMPLE
    ./Register-GroupWritebackTask.ps1 -ConfigPath C:\GroupWriteback\group-writeback.json -ServiceAccount 'CORP\gmsa-gw$'

    Every 15 minutes, as a group managed service account.
.EXAMPLE
    ./Register-GroupWritebackTask.ps1 -ConfigPath C:\GroupWriteback\group-writeback.json -Credential CORP\svc-gw -WhatIf

    Asks for the password, and shows what would be registered.
.LINK
    about_GroupWriteback
#>
[CmdletBinding(DefaultParameterSetName = 'ServiceAccount', SupportsShouldProcess, ConfirmImpact = 'Medium')]
param(
    [Parameter(Mandatory)]
    [string] $ConfigPath,

    [Parameter(Mandatory, ParameterSetName = 'ServiceAccount')]
    [ValidatePattern('\$$')]
    [string] $ServiceAccount,

    [Parameter(Mandatory, ParameterSetName = 'User')]
    [System.Management.Automation.Credential()]
    [pscredential] $Credential,

    [ValidateRange(1, 1440)]
    [int] $IntervalMinutes = 15,

    [ValidateNotNullOrEmpty()]
    [string] $TaskName = 'Group writeback',

    [ValidatePattern('^\\')]
    [string] $TaskPath = '\',

    [ValidateNotNullOrEmpty()]
    [string] $PowerShellPath,

    [switch] $Force
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

function ConvertTo-Argument {
    # Quotes that Windows' programs take for one argument; a path can hold none, and would end in the middle.
    param([string] $Value)
    if ($Value.Contains('"')) { throw "A path cannot hold quotation marks: $Value" }
    '"' + $Value + '"'
}

if (-not (Get-Command -Name Register-ScheduledTask -ErrorAction Ignore)) {
    throw 'Scheduled tasks are a matter of Windows. Elsewhere let cron or systemd start the runbook with -UseExitCode.'
}
$config = (Resolve-Path -LiteralPath $ConfigPath).ProviderPath
$runbook = [System.IO.Path]::Combine($PSScriptRoot, 'Sync-GroupWriteback.Runbook.ps1')
$arguments = '-NoProfile -NonInteractive -File {0} -ConfigPath {1} -UseExitCode' -f
(ConvertTo-Argument $runbook), (ConvertTo-Argument $config)

if (-not $PowerShellPath) {
    $name = if ($PSVersionTable.PSVersion.Major -gt 5) { 'pwsh.exe' } else { 'powershell.exe' }
    $PowerShellPath = [System.IO.Path]::Combine($PSHOME, $name)
}
$action = @{
    Execute          = $PowerShellPath
    Argument         = $arguments
    WorkingDirectory = Split-Path -Path $config
}
$trigger = @{
    Once               = $true
    At                 = (Get-Date).Date
    RepetitionInterval = New-TimeSpan -Minutes $IntervalMinutes
}
$settings = @{
    MultipleInstances          = 'IgnoreNew'
    StartWhenAvailable         = $true
    AllowStartIfOnBatteries    = $true
    DontStopIfGoingOnBatteries = $true
    ExecutionTimeLimit         = New-TimeSpan -Hours 12
}
$task = @{
    TaskName    = $TaskName
    TaskPath    = $TaskPath
    Description = "Makes Active Directory equal to Entra, as $config says."
    Force       = $Force
}
$who = if ($Credential) { $Credential.UserName } else { $ServiceAccount }
$what = "Every $IntervalMinutes minutes as ${who}: $($action.Execute) $arguments"
if (-not $PSCmdlet.ShouldProcess("$TaskPath$TaskName", $what)) { return }

$task.Action = New-ScheduledTaskAction @action
$task.Trigger = New-ScheduledTaskTrigger @trigger
$task.Settings = New-ScheduledTaskSettingsSet @settings
if ($Credential) {
    $task.User = $Credential.UserName
    # Task Scheduler takes nothing but a text.
    $task.Password = (New-Object System.Net.NetworkCredential '', $Credential.Password).Password
} else {
    # "Password" is how Windows knows that it has to fetch the one of the managed account.
    $task.Principal = New-ScheduledTaskPrincipal -UserId $ServiceAccount -LogonType Password
}
Register-ScheduledTask @task
