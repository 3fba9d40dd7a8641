function Enable-GroupWriteback {
    <#
    .SYNOPSIS
        Turns writeback on for the container, or puts groups in scope and writes them.
    .DESCRIPTION
        Without groups it looks whether everything a run needs is there, says all that is missing at once, and turns
        writeback on; nothing is written yet. With groups it enables them one by one and writes them. A group that
        cannot be written back is an error, and then none of this call is enabled. Doing it again changes nothing.
    .PARAMETER Group
        Groups as object ids, mail addresses or display names, or objects that have one of them as a property: ObjectId,
        GroupId, Id, Group, Mail, PrimarySmtpAddress, DisplayName or Name, the first that is not empty. This covers
        Get-MgGroup, Get-EntraGroup and the rows of a CSV file. Objects of Get-UnifiedGroup are identified by
        ExternalDirectoryObjectId, never by Guid or Identity. Objects of Get-ADGroup are identified by their anchor,
        never by ObjectGUID or name: add -Properties adminDescription, 'msDS-ExternalDirectoryObjectId'. An item that
        names no group is an error, and the command continues with the others.
        Default: the container itself.
    .PARAMETER As
        What Microsoft 365 groups among them become in Active Directory.
    .PARAMETER GroupContainer
        Where these groups are written: an OU at or below the configured one.
    .PARAMETER Approve
        The hash that was told with what a guard held back. Exactly those changes are written, by this run and any of
        the next 24 hours, whatever else has changed; everything beyond them stays held back.
    .PARAMETER BreakLease
        Take the lease from a run that is surely gone.
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
        System.Object. Groups, or what names them.
    .OUTPUTS
        GroupWriteback.Report. With -WhatIf a GroupWriteback.Plan, with -PassThru GroupWriteback.Group objects.
    .EXAMPLE
        Enable-GroupWriteback

        Turns writeback on for the container of ./group-writeback.json.
    .EXAMPLE
        Import-Csv ./groups.csv | Enable-GroupWriteback -WhatIf

        What enabling these groups would write. The file has a column such as Id, Mail or DisplayName.
    .EXAMPLE
        Import-Csv ./groups.csv | Enable-GroupWriteback -PassThru | Where-Object { $_.Error }

        Enables them, and shows those that failed.
    .LINK
        about_GroupWriteback
    #>
    [CmdletBinding(DefaultParameterSetName = 'File', SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('GroupWriteback.Report', 'GroupWriteback.Plan', 'GroupWriteback.Group')]
    param(
        [Parameter(Position = 0, ValueFromPipeline)]
        [AllowNull()]
        [AllowEmptyCollection()]
        [Alias('Id', 'ObjectId', 'Mail', 'Identity')]
        [object[]] $Group,

        [ValidateSet('universalDistributionGroup', 'universalSecurityGroup', 'universalMailEnabledSecurityGroup')]
        [string] $As,

        [ValidateNotNullOrEmpty()]
        [string] $GroupContainer,

        [ValidateNotNullOrEmpty()]
        [string] $Approve,

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
        # An empty value is an item too: it gets an error, and is not taken for an order to do everything.
        if (-not $PSBoundParameters.ContainsKey('Group')) { return }
        if ($Group) { $items.AddRange($Group) } else { $null = $items.Add($null) }
    }
    end {
        # An empty pipeline, or one that named no group, is not an order to take all of them.
        $isNamed = $PSBoundParameters.ContainsKey('Group') -or $PSCmdlet.MyInvocation.ExpectingInput
        $groups = @(ConvertTo-GroupReference -Cmdlet $PSCmdlet -Group $items.ToArray())
        if ($isNamed -and $groups.Count -eq 0) { return }
        $run = @{ Cmdlet = $PSCmdlet; Bound = $PSBoundParameters; Function = 'enableWriteback'; Options = @{} }
        if ($isNamed) { $run.Options.groups = $groups }
        if ($As) { $run.Options.as = $As }
        if ($GroupContainer) { $run.Options.container = $GroupContainer }
        $question = Get-Question @run -Impact Medium
        if (-not $question) { return }
        $what, $query, $plan = $question.What, $question.Query, $question.Plan
        $isConfirmed = -not $question.IsNeeded -or (Confirm-Ending -Cmdlet $PSCmdlet -Question $question)
        if ($isConfirmed -or (-not $question.Endings -and $PSCmdlet.ShouldProcess($what, $query, 'Group writeback'))) {
            Invoke-Run @run -Plan $plan
        } elseif ($WhatIfPreference) {
            Write-Report -Cmdlet $PSCmdlet -Report $plan -Named:$isNamed
        }
    }
}
