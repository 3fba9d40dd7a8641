function Get-GroupWritebackPlan {
    <#
    .SYNOPSIS
        What a run would do: one object for each group. Nothing is changed.
    .DESCRIPTION
        Reads both sides and plans. The groups can be looked at, filtered and given to Invoke-GroupWritebackPlan,
        which writes exactly that, as far as it still holds. What a guard would hold back is a warning here. In sync,
        there is no output.
    .PARAMETER Group
        Groups as object ids, mail addresses or display names, or objects that have one of them as a property: ObjectId,
        GroupId, Id, Group, Mail, PrimarySmtpAddress, DisplayName or Name, the first that is not empty. This covers
        Get-MgGroup, Get-EntraGroup and the rows of a CSV file. Objects of Get-UnifiedGroup are identified by
        ExternalDirectoryObjectId, never by Guid or Identity. Objects of Get-ADGroup are identified by their anchor,
        never by ObjectGUID or name: add -Properties adminDescription, 'msDS-ExternalDirectoryObjectId'. An item that
        names no group is an error, and the command continues with the others.
        Default: all groups in scope.
    .PARAMETER Whole
        One object for the whole plan, with what the guards found, the totals and the exit code.
    .PARAMETER OutFile
        Saves the plan to this file as JSON, for Invoke-GroupWritebackPlan -Path or the command line, with the reasons
        of everything that is left out. The folder must exist; it is checked before the run. The command then has no
        output unless -PassThru is given.
    .PARAMETER PassThru
        With -OutFile: the output as well.
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
        GroupWriteback.Group. With -Whole a GroupWriteback.Plan.
    .EXAMPLE
        Get-GroupWritebackPlan

        What Sync-GroupWriteback would do.
    .EXAMPLE
        Get-GroupWritebackPlan | Where-Object { $_.MembersRemoved -eq 0 } | Invoke-GroupWritebackPlan

        Writes only what takes nobody away.
    .EXAMPLE
        Get-GroupWritebackPlan -OutFile ./plan.json

        Saves the plan, to be looked at and applied later.
    .EXAMPLE
        $plan = Get-GroupWritebackPlan -Whole
        $plan.Guard.Words

        What the guards would hold back, and why.
    .LINK
        about_GroupWriteback
    #>
    [CmdletBinding(DefaultParameterSetName = 'File')]
    [OutputType('GroupWriteback.Group', 'GroupWriteback.Plan')]
    param(
        [Parameter(Position = 0, ValueFromPipeline)]
        [AllowNull()]
        [AllowEmptyCollection()]
        [Alias('Id', 'ObjectId', 'Mail', 'Identity')]
        [object[]] $Group,

        [switch] $Whole,

        [ValidateNotNullOrEmpty()]
        [string] $OutFile,

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
        $file = if ($OutFile) { Resolve-OutFile -Cmdlet $PSCmdlet -Path $OutFile } else { '' }
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
        $run = @{ Cmdlet = $PSCmdlet; Bound = $PSBoundParameters; Function = 'planWriteback'; Options = @{} }
        if ($isNamed) { $run.Options.groups = $groups }
        $plan = Get-Report @run -OutFile $file
        $quiet = $OutFile -and -not $PassThru
        if (-not $quiet) { Write-Report -Cmdlet $PSCmdlet -Report $plan -Named:$isNamed -PassThru:(-not $Whole) }
        else { Write-ReportProblem -Cmdlet $PSCmdlet -Report $plan -Named:$isNamed }
    }
}
