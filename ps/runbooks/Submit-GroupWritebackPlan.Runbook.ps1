<#
.SYNOPSIS
    Plans a run, saves the plan and requests approval at a webhook. Nothing is changed in Active Directory.
.DESCRIPTION
    For a Hybrid Runbook Worker of Azure Automation, a scheduled task or any other scheduler. If changes are pending or
    a guard withholds changes, the script saves the plan to a file and posts a summary as JSON: the totals, the messages
    of the guards, the hash of the plan, and the parameter that approves it. A plan is posted once, and again after
    -RemindAfterHours.

    To approve, run Sync-GroupWriteback.Runbook.ps1 with -Approve and the hash; with -PlanPath it writes nothing else.

    The job fails (with -UseExitCode: ends with the exit code of the command line) if the plan could not be made or
    posted, or if some groups could not be planned. In the last case, the plan of the other groups is posted.
.PARAMETER ConfigPath
    Path of the configuration file on the machine that runs the job. Relative paths in the file are resolved against its
    folder.
.PARAMETER WebhookVariable
    Name of an encrypted variable of the Automation account that contains the address of the webhook. The address is a
    secret: anyone who has it can post there, and jobs show their parameters.
.PARAMETER WebhookUri
    Address of the webhook, if there are no Automation variables. Must use HTTPS, except on this machine.
.PARAMETER CredentialName
    Name of a credential asset of the Automation account. It replaces the directory account of the configuration.
.PARAMETER PlanFolder
    Folder for saved plans. Default: the folder "plans" beside the configuration file.
.PARAMETER GuardedOnly
    Posts only if a guard withholds changes.
.PARAMETER RemindAfterHours
    Hours after which an unchanged plan is posted again, 0 to 8760. Default: 24.
.PARAMETER ModulePath
    Path of the module GroupWriteback. Default: the folder GroupWriteback beside the folder of this script, then
    $env:PSModulePath.
.PARAMETER NodePath
    Path of the Node.js program. Default: $env:GROUPWRITEBACK_NODE, then the PATH, then the usual installation folders.
.PARAMETER UseExitCode
    Ends with an exit code instead of an error: 0 if there was no error, whether or not a plan was posted.
.INPUTS
    None.
.OUTPUTS
    GroupWriteback.PlanSummary, one object.
.EXAMPLE
    ./Submit-GroupWritebackPlan.Runbook.ps1 -ConfigPath C:\GroupWriteback\config.json -WebhookVariable Approvals

    Plans and posts as a job does. In Azure Automation, pass the same values as parameters of the runbook.
.LINK
    about_GroupWriteback
#>
[CmdletBinding()]
[OutputType('GroupWriteback.PlanSummary')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSAvoidUsingPlainTextForPassword', 'CredentialName', Justification = 'The name of an asset, not its content.'
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
$ProgressPreference = 'SilentlyContinue' # a job would store every progress record

function Get-Asset {
    # Reads an asset of the Automation account. Only jobs can. Secrets are assets because jobs show their parameters.
    param([string] $Name, [string] $Kind)
    try {
        $isVariable = $Kind -eq 'variable'
        $found = if ($isVariable) { Get-AutomationVariable -Name $Name } else { Get-AutomationPSCredential -Name $Name }
    } catch [System.Management.Automation.CommandNotFoundException] {
        throw "The $Kind $Name cannot be read: assets are available only in a job of Azure Automation."
    }
    if ($null -eq $found) { throw "The Automation account has no $Kind named $Name." }
    $found
}

function Get-Message {
    # Builds the body of the request, without members and secrets, because the readers of a webhook are unknown.
    param([psobject] $Plan, [string] $File)
    $isWithheld = $Plan.Totals.Withheld -gt 0
    $head = if ($isWithheld) { 'Group writeback: approval needed.' } else { 'Group writeback: changes pending.' }
    $approve = "-Approve $($Plan.PlanHash)"
    $words = @($head, $Plan.Summary) + $Plan.Guard.Words + "To approve this plan: $approve"
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
    # Posts the message. The address is a secret: errors and the other streams contain its host only.
    param([System.Collections.IDictionary] $Message, [uri] $Uri)
    if ($PSVersionTable.PSVersion.Major -lt 6) {
        # Windows PowerShell does not offer TLS 1.2 on every system by default.
        $enabled = [System.Net.ServicePointManager]::SecurityProtocol
        [System.Net.ServicePointManager]::SecurityProtocol = $enabled -bor [System.Net.SecurityProtocolType]::Tls12
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
        $status = if ($response -and $response.Value) { "HTTP status $([int] $response.Value.StatusCode)" }
        else { $_.Exception.GetType().Name }
        throw "The request to the webhook at $($Uri.Host) failed: $status."
    }
}

function Publish-Plan {
    # Saves a plan and posts it. The file marks the plan as posted: if the request fails, it is removed for a retry.
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
    # Builds the result object. Its values are scalars because a job stores the output as text.
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
    # The module: -ModulePath, the one beside the folder of this script, or an installed one.
    $beside = if ($PSScriptRoot) { [System.IO.Path]::Combine($PSScriptRoot, '..', 'GroupWriteback') }
    if (-not $ModulePath -and $beside -and (Test-Path -LiteralPath $beside)) { $ModulePath = $beside }
    Import-Module -Name $(if ($ModulePath) { $ModulePath } else { 'GroupWriteback' }) -Verbose:$false
    $address = if ($WebhookVariable) { Get-Asset -Name $WebhookVariable -Kind variable } else { $WebhookUri }
    if (-not $address) { throw 'The address of the webhook is missing. Pass -WebhookVariable or -WebhookUri.' }
    $uri = $address -as [uri] # the error of a failed cast would contain the address
    $isHere = $uri -and $uri.IsAbsoluteUri -and $uri.Scheme -eq 'http' -and $uri.IsLoopback
    if (-not ($isHere -or $address -like 'https://?*') -or -not $uri) {
        throw 'The address of the webhook must be a valid URL that begins with https://.'
    }
    # Errors and warnings are silenced because the plan contains them.
    $run = @{ ConfigPath = $ConfigPath; ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue' }
    if ($NodePath) { $run.NodePath = $NodePath }
    if ($CredentialName) { $run.Credential = Get-Asset -Name $CredentialName -Kind credential }
    $plan = Get-GroupWritebackPlan -Whole -PassThru -OutFile $new @run
    $failed = @($plan.Groups | Where-Object { $_.Error } | ForEach-Object { "$($_.DisplayName): $($_.Error.Message)" })
    if ($failed) {
        $problem = "Groups that could not be planned: $($failed.Count). $(($failed | Select-Object -First 5) -join ' ')"
        $exitCode = 4
    }
    $isChange = @($plan.Groups | Where-Object { $_.Changes.Count -gt 0 }).Count -gt 0
    if ($plan.Totals.Withheld -gt 0 -or ($isChange -and -not $GuardedOnly)) {
        if (-not $PlanFolder) { $PlanFolder = [System.IO.Path]::Combine((Split-Path -Path $ConfigPath), 'plans') }
        $PlanFolder = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($PlanFolder)
        $file = [System.IO.Path]::Combine($PlanFolder, "plan-$($plan.PlanHash).json")
        $posted = Get-Item -LiteralPath $file -ErrorAction Ignore
        if (-not $posted -or $posted.LastWriteTimeUtc -lt [datetime]::UtcNow.AddHours(-$RemindAfterHours)) {
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
