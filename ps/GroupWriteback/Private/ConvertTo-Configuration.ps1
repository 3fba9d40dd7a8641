function ConvertTo-Configuration {
    # Builds a configuration from the connection parameters and -Setting.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        # The parameters of the command.
        [Parameter(Mandatory)]
        [System.Collections.Generic.Dictionary[string, object]] $Bound
    )
    $paths = $Cmdlet.SessionState.Path
    $signIn = @{ type = 'managedIdentity' }
    if ($Bound.ContainsKey('CertificatePath')) {
        $signIn.type = 'certificate'
        $signIn.certificatePath = $paths.GetUnresolvedProviderPathFromPSPath($Bound.CertificatePath)
    }
    if ($Bound.ContainsKey('ClientId')) { $signIn.clientId = $Bound.ClientId }
    $urls = foreach ($server in $Bound.Server) {
        if ($server -match '^dns:|://') { $server } else { "ldaps://$server" }
    }
    $config = @{
        entra     = @{ tenantId = $Bound.TenantId; credential = $signIn }
        directory = @{ urls = @($urls); container = $Bound.Container }
    }
    if ($Bound.ContainsKey('StatePath')) {
        $config.state = @{ directory = $paths.GetUnresolvedProviderPathFromPSPath($Bound.StatePath) }
    }
    if ($Bound.ContainsKey('Setting')) { Merge-Setting -Into $config -From $Bound.Setting }
    $config
}
