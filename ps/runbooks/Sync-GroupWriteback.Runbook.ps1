<#
.SYNOPSIS
    Reconciles Active Directory with Entra in an unattended job.
.DESCRIPTION
    For a Hybrid Runbook Worker of Azure Automation, a scheduled task or any other scheduler. The script writes one
    object with the numbers to the output stream and the whole report to a file. The configuration on the machine
    contains the sign-in to Entra (a managed identity or a certificate).

    Result                                        Status     Job          With -UseExitCode
    in sync, or everything was written            inSync,    completes    0
                                                  applied
    another run is active; nothing was done       skipped    completes,   0
                                                             a warning
    the same, with -Approve or -PlanPath          failed     fails        1
    an error                                      failed     fails        1
    a guard withholds changes                     withheld   fails        3
    some groups failed, the others were written   partial    fails        4
    bad configuration or parameter                failed     fails        5

    Azure Automation marks a job as failed only if it ends with an error, and ignores exit codes. Task Scheduler and
    other schedulers read only the exit code: use -UseExitCode there.
.PARAMETER ConfigPath
    Path of the configuration file on the machine that runs the job. Relative paths in the file are resolved against its
    folder.
.PARAMETER CredentialName
    Name of a credential asset of the Automation account. It replaces the directory account of the configuration.
.PARAMETER Approve
    Hash of withheld changes that a person approved.
.PARAMETER PlanPath
    Path of a saved plan. Only its changes are written; groups that changed since are skipped.
.PARAMETER ReportFolder
    Folder for the reports. Default: the folder "reports" beside the configuration file.
.PARAMETER KeepDays
    Days that reports of this runbook are kept, 1 to 3650. Default: 30.
.PARAMETER ModulePath
    Path of the module GroupWriteback. Default: the folder GroupWriteback beside the folder of this script, then
    $env:PSModulePath.
.PARAMETER NodePath
    Path of the Node.js program. Default: $env:GROUPWRITEBACK_NODE, then the PATH, then the usual installation folders.
.PARAMETER UseExitCode
    Ends with the exit code of the command line instead of an error.
.INPUTS
    None.
.OUTPUTS
    GroupWriteback.RunSummary, one object.
.EXAMPLE
    ./Sync-GroupWriteback.Runbook.ps1 -ConfigPath C:\GroupWriteback\group-writeback.json -CredentialName GroupWriteback

    Runs as a job does. In Azure Automation, pass the same values as parameters of the runbook.
.LINK
    about_GroupWriteback
#>
[CmdletBinding()]
[OutputType('GroupWriteback.RunSummary')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSAvoidUsingPlainTextForPassword', 'CredentialName', Justification = 'The name of an asset, not its content.'
)]
param(
    [Parameter(Mandatory)]
    [string] $ConfigPath,

    [string] $CredentialName,

    [string] $Approve,

    [string] $PlanPath,

    [string] $ReportFolder,

    [ValidateRange(1, 3650)]
    [int] $KeepDays = 30,

    [string] $ModulePath,

    [string] $NodePath,

    [switch] $UseExitCode
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue' # a job would store every progress record

function Get-DirectoryCredential {
    # Reads a credential of the Automation account. Only jobs can. It is an asset because jobs show their parameters.
    param([string] $Name)
    try {
        $found = Get-AutomationPSCredential -Name $Name
    } catch [System.Management.Automation.CommandNotFoundException] {
        throw 'Credential assets are available only in a job of Azure Automation. In other schedulers, omit ' +
        '-CredentialName and configure the source of the password in directory.bind.password.'
    }
    if ($null -eq $found) { throw "The Automation account has no credential asset named $Name." }
    $found
}

function Get-FailedReport {
    # Returns the report of a run that ended with an error, or an empty report of the same shape if no run started.
    param([System.Management.Automation.ErrorRecord] $Failure)
    $target = $Failure.TargetObject
    if ($target -and $target.PSObject.TypeNames -contains 'GroupWriteback.Report') { return $target }
    $totals = @{}
    'Created', 'Adopted', 'Restored', 'Updated', 'Renamed', 'Moved', 'Deleted', 'MembersAdded', 'MembersRemoved',
    'Withheld', 'Waiting', 'Failed', 'SkippedMembers' | ForEach-Object { $totals[$_] = 0 }
    $exitCode = $Failure.Exception.Data['ExitCode']
    [pscustomobject]@{
        Summary   = $Failure.Exception.Message
        Target    = $null
        Status    = 'failed'
        ExitCode  = if ($exitCode) { $exitCode } else { 1 }
        PlanHash  = $null
        Totals    = $totals
        Groups    = @()
        Guard     = @{ Words = @() }
        StartedAt = [datetime]::UtcNow
        Duration  = [timespan]::Zero
        RunId     = "$([guid]::NewGuid())"
    }
}

function Save-Report {
    # Saves the whole report as JSON and deletes old ones. A failure is only a warning, because the run is over.
    param([psobject] $Report, [string] $Folder, [int] $Days)
    $now = [datetime]::UtcNow
    $all = [ordered]@{}
    foreach ($property in $Report.PSObject.Properties) { $all[$property.Name] = $property.Value }
    $all.StartedAt = $Report.StartedAt.ToUniversalTime().ToString('o')
    $all.Duration = $Report.Duration.TotalSeconds
    try {
        $Folder = (New-Item -ItemType Directory -Path $Folder -Force).FullName
        $file = [System.IO.Path]::Combine($Folder, ('sync-{0:yyyyMMdd-HHmmss}-{1}.json' -f $now, $Report.RunId))
        [System.IO.File]::WriteAllText($file, (ConvertTo-Json -InputObject $all -Depth 30))
        $file
        Get-ChildItem -LiteralPath $Folder -Filter 'sync-*-*-*.json' |
            Where-Object { $_.LastWriteTimeUtc -lt $now.AddDays(-$Days) } |
            Remove-Item
    } catch {
        Write-Warning "The report was not saved, or old ones were not deleted: $($_.Exception.Message)"
    }
}

function Get-Summary {
    # Builds the result object. Its values are scalars because a job stores the output as text.
    param([psobject] $Report, [string] $File)
    $totals = $Report.Totals
    [pscustomobject]@{
        PSTypeName     = 'GroupWriteback.RunSummary'
        Status         = $Report.Status
        ExitCode       = $Report.ExitCode
        Summary        = $Report.Summary
        Target         = $Report.Target
        Created        = $totals.Created
        Adopted        = $totals.Adopted
        Restored       = $totals.Restored
        Updated        = $totals.Updated + $totals.Renamed + $totals.Moved
        Deleted        = $totals.Deleted
        MembersAdded   = $totals.MembersAdded
        MembersRemoved = $totals.MembersRemoved
        Withheld       = $totals.Withheld
        Waiting        = $totals.Waiting
        Failed         = $totals.Failed
        SkippedMembers = $totals.SkippedMembers
        PlanHash       = $Report.PlanHash
        RunId          = $Report.RunId
        Computer       = [System.Environment]::MachineName
        Seconds        = [math]::Round($Report.Duration.TotalSeconds, 1)
        ReportFile     = $File
    }
}

function Get-FailureText {
    # Lists the problems of a report, for the single error that ends the job.
    param([psobject] $Report)
    $Report.Summary
    $Report.Guard.Words
    if ($Report.Totals.Withheld -gt 0) {
        "To approve what is withheld: -Approve $($Report.PlanHash)"
    }
    $failed = @($Report.Groups | Where-Object { $_.Error })
    $failed | Select-Object -First 5 | ForEach-Object { "$($_.DisplayName): $($_.Error.Code): $($_.Error.Message)" }
    if ($failed.Count -gt 5) { "More failed groups: $($failed.Count - 5)." }
}

$failure = $null
try {
    # The module: -ModulePath, the one beside the folder of this script, or an installed one.
    $beside = if ($PSScriptRoot) { [System.IO.Path]::Combine($PSScriptRoot, '..', 'GroupWriteback') }
    if (-not $ModulePath -and $beside -and (Test-Path -LiteralPath $beside)) { $ModulePath = $beside }
    Import-Module -Name $(if ($ModulePath) { $ModulePath } else { 'GroupWriteback' }) -Verbose:$false
    # Errors are silenced because the report contains them.
    $run = @{ ConfigPath = $ConfigPath; Confirm = $false; ErrorAction = 'SilentlyContinue' }
    if ($Approve) { $run.Approve = $Approve }
    if ($NodePath) { $run.NodePath = $NodePath }
    if ($CredentialName) { $run.Credential = Get-DirectoryCredential -Name $CredentialName }
    $report = if ($PlanPath) { Invoke-GroupWritebackPlan -Path $PlanPath @run } else { Sync-GroupWriteback @run }
} catch {
    $failure = $_
    $report = Get-FailedReport -Failure $failure
    # Schedules overlap, and the active run does the same work, so the job is skipped. With -Approve or -PlanPath it
    # fails, because the order was not carried out.
    if ($failure.FullyQualifiedErrorId -like 'leaseHeld*' -and -not $Approve -and -not $PlanPath) {
        $report.Status = 'skipped'
        $report.ExitCode = 0
        $report.Summary = "Skipped: $($failure.Exception.Message)"
        Write-Warning $report.Summary
    }
}

$file = ''
if (-not $ReportFolder -and (Test-Path -LiteralPath $ConfigPath)) {
    $ReportFolder = [System.IO.Path]::Combine((Split-Path -Path $ConfigPath), 'reports')
}
if ($ReportFolder) { $file = Save-Report -Report $report -Folder $ReportFolder -Days $KeepDays }
Get-Summary -Report $report -File $file
# A later run writes removals that wait for evidence, so exit code 2 is not a failure.
if ($report.ExitCode -eq 2) { Write-Warning $report.Summary }
if ($report.ExitCode -notin 0, 2) {
    $texts = if ($failure) { $failure.Exception.Message } else { Get-FailureText -Report $report }
    $message = "$($texts -join ' ') Report: $file"
    if (-not $UseExitCode) { throw $message }
    Write-Error -Message $message -ErrorAction Continue
}
if ($UseExitCode) { exit $report.ExitCode }
