function ConvertTo-EntryRequest {
    # The parameters of a command as a request to the entry.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        # The parameters of the command.
        [Parameter(Mandatory)]
        [System.Collections.Generic.Dictionary[string, object]] $Bound,

        # A function of the library.
        [Parameter(Mandatory)]
        [string] $Function,

        [hashtable] $Options = @{}
    )
    $ErrorActionPreference = 'Stop' # half a request, or half an answer, is none
    $request = @{ command = $Function; options = $Options }
    if ($Bound.ContainsKey('TenantId')) {
        $request.config = ConvertTo-Configuration -Cmdlet $Cmdlet -Bound $Bound
    } else {
        $names = if ($Bound.ContainsKey('ConfigPath')) { @($Bound.ConfigPath) }
        else { @('group-writeback.jsonc', 'group-writeback.json') }
        $paths = @($names | ForEach-Object { $Cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($_) })
        # The first one that is there; where none is, the error names the first.
        $there = @($paths | Where-Object { Test-Path -LiteralPath $_ })
        $request.config = @($there + $paths)[0]
    }
    if ($Bound.ContainsKey('Credential')) {
        # Only here, at the last moment, does the secret become readable; it leaves over standard input alone. Not by
        # GetNetworkCredential(), which takes the name apart and fails at distinguished names with an escaped character.
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
