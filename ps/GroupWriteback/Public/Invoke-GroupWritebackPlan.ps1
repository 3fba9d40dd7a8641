function Invoke-GroupWritebackPlan {
    <#
    .SYNOPSIS
        Writes a plan that was made before, or a part of it, as far as it still holds.
    .DESCRIPTION
        Both sides are read again. A group that would be changed differently now is left alone, and its error says
        what moved. Groups that are not in the plan are not touched.
    .PARAMETER InputObject
        Groups of a plan, or whole plans, from Get-GroupWritebackPlan or Sync-GroupWriteback -WhatIf.
    .PARAMETER Path
        A plan that Get-GroupWritebackPlan -OutFile or "group-writeback plan --output json" saved.
    .PARAMETER Approve
        The hash that was told with what a guard held back. Exactly those changes are written, by this run and any of
        the next 24 hours, whatever else has changed; everything beyond them stays held back.
    .PARAMETER BreakLease
        Take the lease from a run that is surely gone.
    .PARAMETER Force
        Do not ask. For unattended use; -Confirm:$false does the same.
    .PARAMETER PassThru
        Writes the groups to the pipeline, one object each, instead of the report.
    .PARAMETER ConfigPath
        The configuration file; ./group-writeback.json unless said otherwise. Initialize-GroupWriteback writes one to
        start from.
    .PARAMETER TenantId
        Instead of a configuration file: the directory (tenant) id of Entra, or one of its domains.
    .PARAMETER ClientId
        The application (client) id: of the app registration with -CertificatePath, otherwise of a user-assigned
        managed identity.
    .PARAMETER CertificatePath
        A PEM file with the certificate of the app registration and its private key. Without it, the managed identity
        of this machine signs in.
    .PARAMETER Server
        Domain controllers, tried in order: names, LDAP URLs, or dns:corp.contoso.com, which finds them.
    .PARAMETER Container
        The distinguished name of the OU the groups are written to.
    .PARAMETER StatePath
        A folder for what is remembered between runs; ./.group-writeback unless said otherwise.
    .PARAMETER Setting
        Any other part of the configuration as a hashtable, such as @{ scope = @{ groups = 'all' } }.
    .PARAMETER Credential
        The account that writes to the directory: name@domain, DOMAIN\name or a distinguished name. Its password
        reaches Node over standard input and nothing else. With -ConfigPath it takes the place of the account in the
        file.
    .PARAMETER NodePath
        The Node.js program to use. Otherwise $env:GROUPWRITEBACK_NODE, the PATH and the usual places are searched.
    .INPUTS
        GroupWriteback.Group, GroupWriteback.Plan
    .OUTPUTS
        GroupWriteback.Report. With -WhatIf a GroupWriteback.Plan, with -PassThru GroupWriteback.Group objects.
    .EXAMPLE
        Get-GroupWritebackPlan | Where-Object { $_.DisplayName -like 'Sales*' } | Invoke-GroupWritebackPlan

        Writes a part of the plan.
    .EXAMPLE
        Get-GroupWritebackPlan -OutFile ./plan.json
        Invoke-GroupWritebackPlan -Path ./plan.json -Force

        Plans, and applies the saved plan later.
    .LINK
        about_GroupWriteback
    #>
    [CmdletBinding(DefaultParameterSetName = 'File', SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('GroupWriteback.Report', 'GroupWriteback.Plan', 'GroupWriteback.Group')]
    param(
        [Parameter(Position = 0, ValueFromPipeline)]
        [ValidateNotNullOrEmpty()]
        [object[]] $InputObject,

        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [ValidateNotNullOrEmpty()]
        [string] $Approve,

        [switch] $BreakLease,

        [switch] $Force,

        [switch] $PassThru,

        [Parameter(ParameterSetName = 'File')]
        [ValidateNotNullOrEmpty()]
        [string] $ConfigPath,

        [Parameter(Mandatory, ParameterSetName = 'Parts')]
        [string] $TenantId,

        [Parameter(ParameterSetName = 'Parts')]
        [ValidateNotNullOrEmpty()]
        [string] $ClientId,

        [Parameter(ParameterSetName = 'Parts')]
        [ValidateNotNullOrEmpty()]
        [string] $CertificatePath,

        [Parameter(Mandatory, ParameterSetName = 'Parts')]
        [string[]] $Server,

        [Parameter(Mandatory, ParameterSetName = 'Parts')]
        [string] $Container,

        [Parameter(ParameterSetName = 'Parts')]
        [ValidateNotNullOrEmpty()]
        [string] $StatePath,

        [Parameter(ParameterSetName = 'Parts')]
        [System.Collections.IDictionary] $Setting,

        [Parameter(ParameterSetName = 'File')]
        [Parameter(Mandatory, ParameterSetName = 'Parts')]
        [System.Management.Automation.Credential()]
        [pscredential] $Credential,

        [ValidateNotNullOrEmpty()]
        [string] $NodePath
    )
    begin {
        Copy-CallerPreference -Cmdlet $PSCmdlet
        $parts = New-Object System.Collections.ArrayList
    }
    process {
        if ($PSBoundParameters.ContainsKey('InputObject')) { $parts.AddRange($InputObject) }
    }
    end {
        if ($Path) {
            $file = $PSCmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
            $null = $parts.Add((Read-PlanFile -Cmdlet $PSCmdlet -Path $file))
        }
        if ($parts.Count -eq 0) { return }
        if ($Force -and -not $PSBoundParameters.ContainsKey('Confirm')) { $ConfirmPreference = 'None' }
        $data = ConvertTo-PlanData -Cmdlet $PSCmdlet -InputObject $parts.ToArray()
        $run = @{ Cmdlet = $PSCmdlet; Bound = $PSBoundParameters; Function = 'applyPlan' }
        $run.Options = @{ plan = $data }
        $question = Get-Question @run -Impact Medium
        if (-not $question) { return }
        $what, $query, $plan = $question.What, $question.Query, $question.Plan
        $isConfirmed = -not $question.IsNeeded -or (Confirm-Ending -Cmdlet $PSCmdlet -Question $question)
        if ($isConfirmed -or (-not $question.Endings -and $PSCmdlet.ShouldProcess($what, $query, 'Group writeback'))) {
            Invoke-Run @run -Plan $plan
        } elseif ($WhatIfPreference) {
            Write-Report -Cmdlet $PSCmdlet -Report $plan
        }
    }
}
