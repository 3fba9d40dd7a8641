function ConvertTo-Date {
    # Returns a time of the entry as local time. Some versions of ConvertFrom-Json return dates instead of strings.
    [CmdletBinding()]
    [OutputType([datetime])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [object] $Value
    )
    if ($Value -is [datetime]) { return $Value.ToLocalTime() }
    $invariant = [System.Globalization.CultureInfo]::InvariantCulture
    [datetime]::Parse($Value, $invariant, [System.Globalization.DateTimeStyles]::RoundtripKind).ToLocalTime()
}
