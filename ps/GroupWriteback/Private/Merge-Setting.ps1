function Merge-Setting {
    # Merges one dictionary into another, recursively.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [System.Collections.IDictionary] $Into,

        [Parameter(Mandatory)]
        [System.Collections.IDictionary] $From
    )
    foreach ($key in @($From.Keys)) {
        $new = $From[$key]
        # Credentials are replaced as a whole, because each type has other keys.
        $mixes = $key -ne 'credential' -and $Into.Contains($key) -and $Into[$key] -is [System.Collections.IDictionary]
        if ($mixes -and $new -is [System.Collections.IDictionary]) {
            Merge-Setting -Into $Into[$key] -From $new
        } else {
            $Into[$key] = $new
        }
    }
}
