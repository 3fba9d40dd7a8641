function Merge-Setting {
    # Puts the keys of one dictionary into another; where both hold a dictionary, these are merged as well.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [System.Collections.IDictionary] $Into,

        [Parameter(Mandatory)]
        [System.Collections.IDictionary] $From
    )
    foreach ($key in @($From.Keys)) {
        $new = $From[$key]
        # A sign-in is of one type: its parts do not mix with another one's.
        $mixes = $key -ne 'credential' -and $Into.Contains($key) -and $Into[$key] -is [System.Collections.IDictionary]
        if ($mixes -and $new -is [System.Collections.IDictionary]) {
            Merge-Setting -Into $Into[$key] -From $new
        } else {
            $Into[$key] = $new
        }
    }
}
