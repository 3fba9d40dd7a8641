function Test-GroupWriteback {
    <#
    .SYNOPSIS
        Looks whether everything a run needs is there. Nothing is changed.
    .DESCRIPTION
        Signs in to Entra and to the directory, asks for the permissions, the container, the schema and Exchange, and
        says everything that is missing at once: one object for each check, and one error with what to do.
    .PARAMETER Quiet
        Only $true or $false, and no error for a check that failed.
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
        None.
    .OUTPUTS
        GroupWriteback.Check. With -Quiet System.Boolean.
    .EXAMPLE
        Test-GroupWriteback

        Every check, with what it found.
    .EXAMPLE
        Test-GroupWriteback | Where-Object { $_.Status -ne 'ok' }

        Only what is not as it should be.
    .EXAMPLE
        if (Test-GroupWriteback -Quiet) { Sync-GroupWriteback }

        Runs only where everything is there.
    .LINK
        about_GroupWriteback
    #>
    [CmdletBinding(DefaultParameterSetName = 'File')]
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
