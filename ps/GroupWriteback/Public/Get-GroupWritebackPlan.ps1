function Get-GroupWritebackPlan {
    <#
    .SYNOPSIS
        Shows what a run would do, as one object for each group. Nothing is changed.
    .DESCRIPTION
        Reads Entra and Active Directory and plans the changes. The groups can be reviewed, filtered and passed to
        Invoke-GroupWritebackPlan, which writes exactly these changes and skips groups that changed since. Changes that
        a guard would withhold are reported as warnings. There is no output if everything is in sync.
    .PARAMETER Group
        Groups as object ids, mail addresses or display names, or objects that have one of them as a property: ObjectId,
        GroupId, Id, Group, Mail, PrimarySmtpAddress, DisplayName or Name, the first that is not empty. This covers
        Get-MgGroup, Get-EntraGroup and the rows of a CSV file. Objects of Get-UnifiedGroup are identified by
        ExternalDirectoryObjectId, never by Guid or Identity. Objects of Get-ADGroup are identified by their anchor,
        never by ObjectGUID or name: add -Properties adminDescription, 'msDS-ExternalDirectoryObjectId'. An item that
        names no group is an error, and the command continues with the others. Default: all groups in scope.
    .PARAMETER Whole
        Returns one object for the whole plan, with the results of the guards, the totals and the exit code.
    .PARAMETER OutFile
        Saves the plan to this file as JSON, for Invoke-GroupWritebackPlan -Path or the command line, with the reasons
        for everything that is left out. The folder must exist; it is checked before the run. The command then has no
        output unless -PassThru is given.
    .PARAMETER PassThru
        With -OutFile, writes the output to the pipeline as well.
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
        GroupWriteback.Group. With -Whole a GroupWriteback.Plan.
    .EXAMPLE
        Get-GroupWritebackPlan

        Shows what Sync-GroupWriteback would do.
    .EXAMPLE
        Get-GroupWritebackPlan | Where-Object { $_.MembersRemoved -eq 0 } | Invoke-GroupWritebackPlan

        Writes only the groups that lose no member.
    .EXAMPLE
        Get-GroupWritebackPlan -OutFile ./plan.json

        Saves the plan, to review and apply it later.
    .EXAMPLE
        $plan = Get-GroupWritebackPlan -Whole
        $plan.Guard.Words

        Shows what the guards would withhold, and why.
    .LINK
        about_GroupWriteback
    #>
    [CmdletBinding(
        DefaultParameterSetName = 'File',
        HelpUri = 'https://www.npmjs.com/package/group-writeback'
    )]
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
        # An empty value is an item with an error. It must not mean all groups.
        if (-not $PSBoundParameters.ContainsKey('Group')) { return }
        if ($Group) { $items.AddRange($Group) } else { $null = $items.Add($null) }
    }
    end {
        # An empty pipeline, or one that names no group, must not mean all groups.
        $isNamed = $PSBoundParameters.ContainsKey('Group') -or $PSCmdlet.MyInvocation.ExpectingInput
        $groups = @(ConvertTo-GroupReference -Cmdlet $PSCmdlet -Group $items.ToArray())
        if ($isNamed -and $groups.Count -eq 0) { return }
        $run = @{ Cmdlet = $PSCmdlet; Bound = $PSBoundParameters; Function = 'planWriteback'; Options = @{} }
        if ($isNamed) { $run.Options.groups = $groups }
        $plan = Get-Report @run -OutFile $file
        $quiet = $OutFile -and -not $PassThru
        if (-not $quiet) { Write-Report -Cmdlet $PSCmdlet -Report $plan -PassThru:(-not $Whole) }
        else { Write-ReportProblem -Cmdlet $PSCmdlet -Report $plan }
    }
}
