function Sync-GroupWriteback {
    <#
    .SYNOPSIS
        Reconciles Active Directory with Entra, for all groups in scope or for the given groups.
    .DESCRIPTION
        Reads Entra and Active Directory, plans the changes, checks them with the guards and writes them. A second run
        finds nothing to do. -WhatIf shows the plan and changes nothing.

        A group that fails or is withheld by a guard is a non-terminating error, and the run continues with the other
        groups; -ErrorAction Stop ends the script there. The report is written first and contains the exit code of the
        command line: 0 in sync or applied, 3 approval needed, 4 some groups failed. An error that ends the whole run is
        a terminating error with the report as its TargetObject.
    .PARAMETER Group
        Groups as object ids, mail addresses or display names, or objects that have one of them as a property: ObjectId,
        GroupId, Id, Group, Mail, PrimarySmtpAddress, DisplayName or Name, the first that is not empty. This covers
        Get-MgGroup, Get-EntraGroup and the rows of a CSV file. Objects of Get-UnifiedGroup are identified by
        ExternalDirectoryObjectId, never by Guid or Identity. Objects of Get-ADGroup are identified by their anchor,
        never by ObjectGUID or name: add -Properties adminDescription, 'msDS-ExternalDirectoryObjectId'. An item that
        names no group is an error, and the command continues with the others. Default: all groups in scope.
    .PARAMETER Approve
        Hash of withheld changes, from the error or warning of a guard. Exactly these changes are written, by this run
        and by any run of the next 24 hours, whatever else changes. Other changes that exceed a limit stay withheld.
    .PARAMETER Full
        Also retries groups that failed recently, instead of waiting for their next retry.
    .PARAMETER BreakLease
        Takes over the lease of a run that has crashed.
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
        System.Object. Groups, or values that identify them.
    .OUTPUTS
        GroupWriteback.Report. With -WhatIf a GroupWriteback.Plan, with -PassThru GroupWriteback.Group objects.
    .EXAMPLE
        Sync-GroupWriteback -WhatIf

        Shows what a run would do. Nothing is changed.
    .EXAMPLE
        Sync-GroupWriteback

        Reconciles all groups in scope, with the configuration in ./group-writeback.json.
    .EXAMPLE
        Get-MgGroup -Filter "startsWith(displayName,'Sales')" | Sync-GroupWriteback

        Reconciles only the groups that Microsoft Graph PowerShell finds.
    .EXAMPLE
        Get-UnifiedGroup -Filter "DisplayName -like 'Sales*'" | Sync-GroupWriteback

        Reconciles only the Microsoft 365 groups that Exchange Online PowerShell finds.
    .EXAMPLE
        $report = Sync-GroupWriteback -Credential (Get-Credential) -ErrorAction SilentlyContinue
        if ($report.ExitCode -eq 3) { $report.Guard.Words }

        Uses another account for the directory and shows what the guards withheld. After a review, -Approve with the
        PlanHash of the report writes the withheld changes.
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
        [AllowNull()]
        [AllowEmptyCollection()]
        [Alias('Id', 'ObjectId', 'Mail', 'Identity')]
        [object[]] $Group,

        [ValidateNotNullOrEmpty()]
        [string] $Approve,

        [switch] $Full,

        [switch] $BreakLease,

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
        $items = New-Object System.Collections.ArrayList
    }
    process {
        # An empty value is an item with an error. It must not mean all groups.
        if (-not $PSBoundParameters.ContainsKey('Group')) { return }
        if ($Group) { $items.AddRange($Group) } else { $null = $items.Add($null) }
    }
    end {
        # An empty pipeline, or one that names no group, must not mean all groups.
        $isNamed = $PSBoundParameters.ContainsKey('Group') -or $PSCmdlet.MyInvocation.ExpectingInput
        $groups = @(ConvertTo-GroupReference -Cmdlet $PSCmdlet -Group $items.ToArray())
        if ($isNamed -and $groups.Count -eq 0) { return }
        $run = @{ Cmdlet = $PSCmdlet; Bound = $PSBoundParameters; Function = 'syncGroups' }
        if ($isNamed) {
            $run.Function = 'syncGroup'
            $run.Options = @{ groups = $groups }
        }
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
