function Test-GroupWriteback {
    <#
    .SYNOPSIS
        Checks the prerequisites of a run. Nothing is changed.
    .DESCRIPTION
        Signs in to Entra and to the directory and checks permissions, container, schema and Exchange. The output is one
        object for each check. Everything that is missing is reported at once, in one error that says how to fix it.
    .PARAMETER Quiet
        Returns only $true or $false, and writes no error for a failed check.
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
        None.
    .OUTPUTS
        GroupWriteback.Check. With -Quiet System.Boolean.
    .EXAMPLE
        Test-GroupWriteback

        Shows every check with its result.
    .EXAMPLE
        Test-GroupWriteback | Where-Object { $_.Status -ne 'ok' }

        Shows only the checks that did not pass.
    .EXAMPLE
        if (Test-GroupWriteback -Quiet) { Sync-GroupWriteback }

        Synchronizes only if the prerequisites are met.
    .LINK
        about_GroupWriteback
    #>
    [CmdletBinding(
        DefaultParameterSetName = 'File',
        HelpUri = 'https://www.npmjs.com/package/group-writeback'
    )]
    [OutputType('GroupWriteback.Check', [bool])]
    param(
        [switch] $Quiet,

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
    Copy-CallerPreference -Cmdlet $PSCmdlet
    $report = Get-Report -Cmdlet $PSCmdlet -Bound $PSBoundParameters -Function checkWriteback
    if ($Quiet -and $report.Checks.Count -gt 0) { return $report.Status -ne 'failed' }
    $report.Checks
    Write-ReportProblem -Cmdlet $PSCmdlet -Report $report
}
