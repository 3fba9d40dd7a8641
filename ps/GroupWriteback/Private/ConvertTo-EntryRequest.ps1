function ConvertTo-EntryRequest {
    # Builds the request to the entry from the parameters of a command.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        # The parameters of the command.
        [Parameter(Mandatory)]
        [System.Collections.Generic.Dictionary[string, object]] $Bound,

        # The library function to call.
        [Parameter(Mandatory)]
        [string] $Function,

        [hashtable] $Options = @{}
    )
    $ErrorActionPreference = 'Stop' # an incomplete request must not be sent
    $request = @{ command = $Function; options = $Options }
    if ($Bound.ContainsKey('TenantId')) {
        $request.config = ConvertTo-Configuration -Cmdlet $Cmdlet -Bound $Bound
    } else {
        $names = if ($Bound.ContainsKey('ConfigPath')) { @($Bound.ConfigPath) }
        else { @('group-writeback.jsonc', 'group-writeback.json') }
        $paths = @($names | ForEach-Object { $Cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($_) })
        # The first existing file. If none exists, the error names the first path.
        $existing = @($paths | Where-Object { Test-Path -LiteralPath $_ })
        $request.config = @($existing + $paths)[0]
    }
    if ($Bound.ContainsKey('Credential')) {
        # The password is decrypted only here and leaves the process over standard input only. GetNetworkCredential() is
        # not used: it splits the user name and fails on distinguished names with escaped characters.
        $plain = (New-Object System.Net.NetworkCredential '', $Bound.Credential.Password).Password
        $request.bind = @{ dn = $Bound.Credential.UserName; password = $plain }
    }
    foreach ($name in 'Approve', 'BreakLease', 'Full') {
        if (-not $Bound.ContainsKey($name)) { continue }
        $key = $name.Substring(0, 1).ToLowerInvariant() + $name.Substring(1)
        $value = $Bound[$name]
        $request.options[$key] = if ($value -is [switch]) { $value.IsPresent } else { $value }
    }
    $request
}
