function Invoke-GroupWritebackPlan {
    <#
    .SYNOPSIS
        Writes a plan, or a part of it. Groups that changed since are skipped.
    .DESCRIPTION
        Entra and Active Directory are read again. If the changes of a group differ from the plan, the group is skipped
        and its error lists the differences. Groups that are not in the plan stay unchanged.
    .PARAMETER InputObject
        Groups of a plan or whole plans, from Get-GroupWritebackPlan or Sync-GroupWriteback -WhatIf.
    .PARAMETER Path
        Path of a plan that was saved by Get-GroupWritebackPlan -OutFile or "group-writeback plan --output json".
    .PARAMETER Approve
        Hash of withheld changes, from the error or warning of a guard. Exactly these changes are written, by this run
        and by any run of the next 24 hours, whatever else changes. Other changes that exceed a limit stay withheld.
    .PARAMETER BreakLease
        Takes over the lease of a run that has crashed.
    .PARAMETER Force
        Skips the confirmation, for unattended use. -Confirm:$false does the same.
    .PARAMETER PassThru
        Writes the groups to the pipeline, one object each, instead of the report.
    .PARAMETER ConfigPath
        Path of the configuration file. Initialize-GroupWriteback creates one. Default: ./group-writeback.jsonc, then ./group-writeback.json.
    .PARAMETER TenantId
        Directory (tenant) id of Entra, or one of its domains. With -Server, -Container and -Credential it replaces the
        configuration file.
    .PARAMETER ClientId
        Application (client) id of the app registration, with -CertificatePath; otherwise of a user-assigned managed
        identity.
    .PARAMETER CertificatePath
        Path of a PEM file with the certificate of the app registration and its private key. Default: sign-in with the
        managed identity of this machine.
    .PARAMETER Server
        Domain controllers, tried in order: host names, LDAP URLs, or dns:corp.contoso.com to look them up in DNS.
    .PARAMETER Container
        Distinguished name of the OU that groups are written to.
    .PARAMETER StatePath
        Folder for the state that is kept between runs. Default: ./.group-writeback.
    .PARAMETER Setting
        Any other part of the configuration as a hashtable, such as @{ scope = @{ groups = 'all' } }.
    .PARAMETER Credential
        Account that writes to the directory: name@domain, DOMAIN\name or a distinguished name. Its password is passed
        to Node.js over standard input only. With -ConfigPath, it replaces the account in the file.
    .PARAMETER NodePath
        Path of the Node.js program. Default: $env:GROUPWRITEBACK_NODE, then the PATH, then the usual installation
        folders.
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

        Saves a plan and applies it later.
    .LINK
        about_GroupWriteback
    #>
    [CmdletBinding(
        DefaultParameterSetName = 'File', SupportsShouldProcess, ConfirmImpact = 'Medium',
        HelpUri = 'https://www.npmjs.com/package/group-writeback'
    )]
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
