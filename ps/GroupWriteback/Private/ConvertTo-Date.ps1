function ConvertTo-Date {
    # A time of the entry as local time. Some editions have made a date of the text already.
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
