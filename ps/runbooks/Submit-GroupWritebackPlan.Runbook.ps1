<#
.SYNOPSIS
    Plans a run, saves the plan and asks for approval at a webhook. Nothing is changed.
.DESCRIPTION
    For a Hybrid Runbook Worker of Azure Automation, a scheduled task or any other scheduler. Where changes are pending,
    or a guard would hold something back, the plan is saved to a file and its numbers are posted as JSON: what would be
    done, the words of the guards, the hash of the plan and how to approve it. One plan is posted once, and again only
    after -RemindAfterHours.

    The approval is a run with -Approve and the hash: the runbook Sync-GroupWriteback, with -PlanPath where nothing but
    this plan may be written.

    The job fails (-UseExitCode: ends with the exit code of the command line) where it could not plan or post, or where
    some groups could not be planned; what could is posted all the same.
.PARAMETER ConfigPath
    The configuration file on the machine that the job runs on. Its relative paths count from its own folder.
.PARAMETER WebhookVariable
    The name of an encrypted variable of the Automation account with the address to post to. Whoever knows the address
    can post there, and a job shows its parameters to everybody who may see it.
.PARAMETER WebhookUri
    The address itself, where there are no Automation variables. HTTPS, unless it is on this machine.
.PARAMETER CredentialName
    The name of a credential asset of the Automation account: the account for the directory, instead of the one in the
    configuration.
.PARAMETER PlanFolder
    Where plans are saved; the folder "plans" beside the configuration unless said otherwise.
.PARAMETER GuardedOnly
    Ask only where a guard would hold something back.
.PARAMETER RemindAfterHours
    Post the same plan again after so many hours.
.PARAMETER ModulePath
    The module GroupWriteback, where it is neither beside this script's folder nor in $env:PSModulePath.
.PARAMETER NodePath
    The Node.js program to use. Otherwise $env:GROUPWRITEBACK_NODE, the PATH and the usual places are searched.
.PARAMETER UseExitCode
    End with an exit code instead of an error: 0 where nothing is wrong, whether something was posted or not.
.INPUTS
    None.
.OUTPUTS
    GroupWriteback.PlanSummary, one object.
.EXAMPLE
    ./Submit-GroupWritebackPlan.Runbook.ps1 -ConfigPath C:\GroupWriteback\config.json -WebhookVariable Approvals

    What a job does. In Azure Automation these are the runbook's parameters.
.LINK
    about_GroupWriteback
#>
[CmdletBinding()]
[OutputType('GroupWriteback.PlanSummary')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSAvoidUsingPlainTextForPassword', 'CredentialName', Justification = 'The name of an asset, not what is in it.'
)]
param(
    [Parameter(Mandatory)]
    [string] $ConfigPath,

    [string] $WebhookVariable,

    [string] $WebhookUri,

    [string] $CredentialName,

    [string] $PlanFolder,

    [switch] $GuardedOnly,

    [ValidateRange(0, 8760)]
    [double] $RemindAfterHours = 24,

    [string] $ModulePath,

    [string] $NodePath,

    [switch] $UseExitCode
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue' # a job stores every record, and nobody sees them

function Get-Asset {
    # Assets can be read in jobs alone; what is in them never stands among the parameters.
    param([string] $Name, [string] $Kind)
    try {
        $isVariable = $Kind -eq 'variable'
        $found = if ($isVariable) { Get-AutomationVariable -Name $Name } else { Get-AutomationPSCredential -Name $Name }
    } catch [System.Management.Automation.CommandNotFoundException] {
        throw "Only a job of Azure Automation can read assets, such as the $Kind $Name."
    }
    if ($null -eq $found) { throw "The Automation account has no $Kind named $Name." }
    $found
}

function Get-Message {
    # What people are asked. No members and no secrets: nobody knows who reads along.
    param([psobject] $Plan, [string] $File)
    $isHeld = $Plan.Totals.Withheld -gt 0
    $head = if ($isHeld) { 'Group writeback: approval needed.' } else { 'Group writeback: changes pending.' }
    $approve = "-Approve $($Plan.PlanHash)"
    $words = @($head, $Plan.Summary) + $Plan.Guard.Words + "To approve exactly this plan: $approve"
    $totals = [ordered]@{}
    foreach ($total in $Plan.Totals.PSObject.Properties) {
        $totals[$total.Name.Substring(0, 1).ToLowerInvariant() + $total.Name.Substring(1)] = $total.Value
    }
    $groups = foreach ($group in @($Plan.Groups | Where-Object { $_.Status -ne 'inSync' }) | Select-Object -First 20) {
        [ordered]@{
            displayName    = $group.DisplayName
            status         = $group.Status
            membersAdded   = $group.MembersAdded
            membersRemoved = $group.MembersRemoved
        }
    }
    [ordered]@{
        text      = $words -join "`n"
        status    = $Plan.Status
        exitCode  = $Plan.ExitCode
        target    = $Plan.Target
        planHash  = $Plan.PlanHash
        approve   = $approve
        planFile  = $File
        computer  = [System.Environment]::MachineName
        plannedAt = $Plan.StartedAt.ToUniversalTime().ToString('o')
        totals    = $totals
        guard     = @($Plan.Guard.Words)
        groups    = @($groups)
    }
}

function Send-Message {
    # Posts it. The address is a secret of its own: no error and no other stream may tell more than its host.
    param([System.Collections.IDictionary] $Message, [uri] $Uri)
    if ($PSVersionTable.PSVersion.Major -lt 6) {
        # Windows PowerShell offers old versions of TLS alone, unless told otherwise.
        $known = [System.Net.ServicePointManager]::SecurityProtocol
        [System.Net.ServicePointManager]::SecurityProtocol = $known -bor [System.Net.SecurityProtocolType]::Tls12
    }
    $request = @{
        Method             = 'Post'
        Uri                = $Uri
        Body               = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-Json -InputObject $Message -Depth 5))
        ContentType        = 'application/json; charset=utf-8'
        TimeoutSec         = 60
        MaximumRedirection = 0
        UseBasicParsing    = $true
        Verbose            = $false
        Debug              = $false
    }
    try {
        $null = Invoke-RestMethod @request
    } catch {
        $response = $_.Exception.PSObject.Properties['Response']
        $status = if ($response -and $response.Value) { "it answered $([int] $response.Value.StatusCode)" }
        else { $_.Exception.GetType().Name }
        throw "The webhook at $($Uri.Host) did not take the message: $status."
    }
}

function Publish-Plan {
    # Saves a plan and posts it. What could not be posted is not kept: the next job tries again.
    param([psobject] $Plan, [string] $From, [string] $File, [uri] $Uri)
    $null = New-Item -ItemType Directory -Path (Split-Path -Path $File) -Force
    Move-Item -LiteralPath $From -Destination $File -Force
    try {
        Send-Message -Message (Get-Message -Plan $Plan -File $File) -Uri $Uri
    } catch {
        Remove-Item -LiteralPath $File
        throw
    }
}

function Get-Summary {
    # Few and plain values: a job stores them as text.
    param([psobject] $Plan, [string] $File, [bool] $IsPosted)
    $added, $removed = 0, 0
    foreach ($group in $Plan.Groups) {
        $added += $group.MembersAdded
        $removed += $group.MembersRemoved
    }
    [pscustomobject]@{
        PSTypeName     = 'GroupWriteback.PlanSummary'
        Status         = $Plan.Status
        ExitCode       = $Plan.ExitCode
        Summary        = $Plan.Summary
        Target         = $Plan.Target
        MembersAdded   = $added
        MembersRemoved = $removed
        Withheld       = $Plan.Totals.Withheld
        Failed         = $Plan.Totals.Failed
        PlanHash       = $Plan.PlanHash
        Posted         = $IsPosted
        PlanFile       = $File
        Computer       = [System.Environment]::MachineName
    }
}

$plan = [pscustomobject]@{
    Status = 'failed'; ExitCode = 1; Summary = ''; Target = ''; PlanHash = ''; Groups = @()
    Totals = @{ Withheld = 0; Failed = 0 }
}
$problem = ''
$exitCode = 0
$file = ''
$isPosted = $false
$new = [System.IO.Path]::GetTempFileName()
try {
    # The module: the one that is named, the one that this script came with, or an installed one.
    $beside = if ($PSScriptRoot) { [System.IO.Path]::Combine($PSScriptRoot, '..', 'GroupWriteback') }
    if (-not $ModulePath -and $beside -and (Test-Path -LiteralPath $beside)) { $ModulePath = $beside }
    Import-Module -Name $(if ($ModulePath) { $ModulePath } else { 'GroupWriteback' }) -Verbose:$false
    $address = if ($WebhookVariable) { Get-Asset -Name $WebhookVariable -Kind variable } else { $WebhookUri }
    if (-not $address) { throw 'Say where to post: -WebhookVariable or -WebhookUri.' }
    $uri = $address -as [uri] # a cast that fails would tell it
    $isHere = $uri -and $uri.IsAbsoluteUri -and $uri.Scheme -eq 'http' -and $uri.IsLoopback
    if (-not ($isHere -or $address -like 'https://?*') -or -not $uri) {
        throw 'The webhook is no address that begins with https://.'
    }
    # Quietly: what the plan comes up against stands in it.
    $run = @{ ConfigPath = $ConfigPath; ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue' }
    if ($NodePath) { $run.NodePath = $NodePath }
    if ($CredentialName) { $run.Credential = Get-Asset -Name $CredentialName -Kind credential }
    $plan = Get-GroupWritebackPlan -Whole -PassThru -OutFile $new @run
    $failed = @($plan.Groups | Where-Object { $_.Error } | ForEach-Object { "$($_.DisplayName): $($_.Error.Message)" })
    if ($failed) {
        $problem = "Not planned: $(($failed | Select-Object -First 5) -join ' ') In all: $($failed.Count)."
        $exitCode = 4
    }
    $isChange = @($plan.Groups | Where-Object { $_.Changes.Count -gt 0 }).Count -gt 0
    if ($plan.Totals.Withheld -gt 0 -or ($isChange -and -not $GuardedOnly)) {
        if (-not $PlanFolder) { $PlanFolder = [System.IO.Path]::Combine((Split-Path -Path $ConfigPath), 'plans') }
        $PlanFolder = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($PlanFolder)
        $file = [System.IO.Path]::Combine($PlanFolder, "plan-$($plan.PlanHash).json")
        $known = Get-Item -LiteralPath $file -ErrorAction Ignore
        if (-not $known -or $known.LastWriteTimeUtc -lt [datetime]::UtcNow.AddHours(-$RemindAfterHours)) {
            Publish-Plan -Plan $plan -From $new -File $file -Uri $uri
            $isPosted = $true
        }
    }
} catch {
    $problem = $_.Exception.Message
    $exitCode = if ($_.Exception.Data['ExitCode']) { $_.Exception.Data['ExitCode'] } else { 1 }
    if (-not $plan.Summary) { $plan.ExitCode = $exitCode; $plan.Summary = $problem }
} finally {
    Remove-Item -LiteralPath $new -ErrorAction Ignore
}

Get-Summary -Plan $plan -File $file -IsPosted $isPosted
if ($problem) {
    if (-not $UseExitCode) { throw $problem }
    Write-Error -Message $problem -ErrorAction Continue
}
if ($UseExitCode) { exit $exitCode }
