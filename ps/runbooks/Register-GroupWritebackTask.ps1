<#
.SYNOPSIS
    Registers a Windows scheduled task that reconciles Active Directory at a fixed interval.
.DESCRIPTION
    The task starts Sync-GroupWriteback.Runbook.ps1 from the folder of this script and ends with the exit code of the
    command line. "Last Run Result" is 0 in sync or applied, 3 approval needed, 4 some groups failed. The task does not
    start again while a run is active.

    The account of the task needs the right "Log on as a batch job", read access to the configuration, and write access
    to the folders of the state and the reports. It is not the account that writes to Active Directory: the
    configuration names that one, and reads its password from a file or an environment variable. It signs in with a
    simple bind over TLS, also if the task runs as a group managed service account.

    Run this script as an administrator, and keep it in a folder that only administrators can write to.
.PARAMETER ConfigPath
    Path of the configuration file.
.PARAMETER ServiceAccount
    Group managed service account that runs the task, such as CORP\gmsa-writeback$. Windows manages its password.
.PARAMETER Credential
    User that runs the task instead, with the password. Task Scheduler stores the password.
.PARAMETER IntervalMinutes
    Minutes from one start to the next, 1 to 1440. Default: 15.
.PARAMETER TaskName
    Name of the task. Default: Group writeback.
.PARAMETER TaskPath
    Folder of the task in Task Scheduler. Default: \.
.PARAMETER PowerShellPath
    Path of the PowerShell program that the task starts. Default: the edition that runs this script.
.PARAMETER Force
    Replaces an existing task with the same name.
.INPUTS
    None.
.OUTPUTS
    The task, as returned by Register-ScheduledTask.
.EXAMPLE
    ./Register-GroupWritebackTask.ps1 -ConfigPath C:\GroupWriteback\group-writeback.json -ServiceAccount 'CORP\gmsa-gw$'

    Registers a task that runs every 15 minutes as a group managed service account.
.EXAMPLE
    ./Register-GroupWritebackTask.ps1 -ConfigPath C:\GroupWriteback\group-writeback.json -Credential CORP\svc-gw -WhatIf

    Prompts for the password and shows the task that would be registered. Nothing is changed.
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
    # Quotes a path, so that Windows programs read it as one argument. A quotation mark in it would end the argument.
    param([string] $Value)
    if ($Value.Contains('"')) { throw "The path must not contain quotation marks: $Value" }
    '"' + $Value + '"'
}

if (-not (Get-Command -Name Register-ScheduledTask -ErrorAction Ignore)) {
    throw 'Scheduled tasks are available on Windows only. On other systems, start the runbook with -UseExitCode from ' +
    'cron or systemd.'
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
    Description = "Reconciles Active Directory with Entra. Configuration: $config"
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
    # Register-ScheduledTask accepts the password only as plain text.
    $task.Password = (New-Object System.Net.NetworkCredential '', $Credential.Password).Password
} else {
    # With the logon type "Password", Windows fetches the password of the managed account itself.
    $task.Principal = New-ScheduledTaskPrincipal -UserId $ServiceAccount -LogonType Password
}
Register-ScheduledTask @task
