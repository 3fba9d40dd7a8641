<#
.SYNOPSIS
    Makes Active Directory equal to Entra, in a job that nobody watches.
.DESCRIPTION
    For a Hybrid Runbook Worker of Azure Automation, a scheduled task or any other scheduler. One object with the
    numbers goes to the output stream, the whole report to a file. How to sign in to Entra (a managed identity, a
    certificate) stands in the configuration on the machine.

    What happened                                 Status     The job      With -UseExitCode
    nothing to do, or everything was written      inSync,    completes    0
                                                  applied
    another run is going on; nothing was done     skipped    completes,   0
                                                             a warning
    the same, with -Approve or -PlanPath          failed     fails        1
    an error                                      failed     fails        1
    a guard holds something back                  withheld   fails        3
    some groups failed, the others were written   partial    fails        4
    the configuration or a parameter is wrong     failed     fails        5

    Azure Automation takes a job for failed only when it ends with an error, whatever its exit code is; Task Scheduler
    and others look at the exit code alone: they need -UseExitCode.
.PARAMETER ConfigPath
    The configuration file on the machine that the job runs on. Its relative paths count from its own folder.
.PARAMETER CredentialName
    The name of a credential asset of the Automation account: the account that writes to the directory, instead of the
    one in the configuration.
.PARAMETER Approve
    The hash of the plan that a person approved.
.PARAMETER PlanPath
    A plan that was saved: only what stands in it is written, as far as it still holds.
.PARAMETER ReportFolder
    Where reports are written; the folder "reports" beside the configuration unless said otherwise.
.PARAMETER KeepDays
    Older reports of this runbook are deleted.
.PARAMETER ModulePath
    The module GroupWriteback, where it is neither beside this script's folder nor in $env:PSModulePath.
.PARAMETER NodePath
    The Node.js program to use. Otherwise $env:GROUPWRITEBACK_NODE, the PATH and the usual places are searched.
.PARAMETER UseExitCode
    End with the exit code of the command line instead of an error.
.INPUTS
    None.
.OUTPUTS
    GroupWriteback.RunSummary, one object.
.EXAMPLE
    ./Sync-GroupWriteback.Runbook.ps1 -ConfigPath C:\GroupWriteback\group-writeback.json -CredentialName GroupWriteback

    What a job does. In Azure Automation these are the runbook's parameters.
.LINK
    about_GroupWriteback
#>
[CmdletBinding()]
[OutputType('GroupWriteback.RunSummary')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSAvoidUsingPlainTextForPassword', 'CredentialName', Justification = 'The name of an asset, not what is in it.'
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
$ProgressPreference = 'SilentlyContinue' # a job stores every record, and nobody sees them

function Get-DirectoryCredential {
    # Assets can be read in jobs alone; what is in them never stands among the parameters.
    param([string] $Name)
    try {
        $found = Get-AutomationPSCredential -Name $Name
    } catch [System.Management.Automation.CommandNotFoundException] {
        throw 'Only a job of Azure Automation can read credential assets. Elsewhere leave -CredentialName out, and ' +
        'say in the configuration where the password is.'
    }
    if ($null -eq $found) { throw "The Automation account has no credential asset named $Name." }
    $found
}

function Get-FailedReport {
    # The report of a run that ended by an error; where it did not even begin, one of the same form.
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
    # The whole report, for anything that reads JSON. What was done stays done where it cannot be saved.
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
    # Few and plain values: a job stores them as text.
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

function Get-Sentence {
    # What stands in the way, for the one error that ends the job.
    param([psobject] $Report)
    $Report.Summary
    $Report.Guard.Words
    if ($Report.Totals.Withheld -gt 0) {
        "To approve what is withheld: -Approve $($Report.PlanHash)"
    }
    $failed = @($Report.Groups | Where-Object { $_.Error })
    $failed | Select-Object -First 5 | ForEach-Object { "$($_.DisplayName): $($_.Error.Code): $($_.Error.Message)" }
    if ($failed.Count -gt 5) { "And $($failed.Count - 5) groups more." }
}

$failure = $null
try {
    # The module: the one that is named, the one that this script came with, or an installed one.
    $beside = if ($PSScriptRoot) { [System.IO.Path]::Combine($PSScriptRoot, '..', 'GroupWriteback') }
    if (-not $ModulePath -and $beside -and (Test-Path -LiteralPath $beside)) { $ModulePath = $beside }
    Import-Module -Name $(if ($ModulePath) { $ModulePath } else { 'GroupWriteback' }) -Verbose:$false
    # Quietly: what the run comes up against stands in its report.
    $run = @{ ConfigPath = $ConfigPath; Confirm = $false; ErrorAction = 'SilentlyContinue' }
    if ($Approve) { $run.Approve = $Approve }
    if ($NodePath) { $run.NodePath = $NodePath }
    if ($CredentialName) { $run.Credential = Get-DirectoryCredential -Name $CredentialName }
    $report = if ($PlanPath) { Invoke-GroupWritebackPlan -Path $PlanPath @run } else { Sync-GroupWriteback @run }
} catch {
    $failure = $_
    $report = Get-FailedReport -Failure $failure
    # Schedules overlap, and the next run does what this one would have done. What somebody ordered is another matter.
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
# Removals that wait for proof are written by a later run: no failure of this one.
if ($report.ExitCode -eq 2) { Write-Warning $report.Summary }
if ($report.ExitCode -notin 0, 2) {
    $sentences = if ($failure) { $failure.Exception.Message } else { Get-Sentence -Report $report }
    $message = "$($sentences -join ' ') Report: $file"
    if (-not $UseExitCode) { throw $message }
    Write-Error -Message $message -ErrorAction Continue
}
if ($UseExitCode) { exit $report.ExitCode }
