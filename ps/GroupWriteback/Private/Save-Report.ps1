function Save-Report {
    # Saves a report as the library wrote it, so that the file is that of "group-writeback plan --output json".
    [CmdletBinding()]
    param(
        # What Invoke-Entry gave back.
        [Parameter(Mandatory)]
        [hashtable] $Answer,

        [Parameter(Mandatory)]
        [string] $Path
    )
    $report = [ordered]@{}
    foreach ($property in $Answer.Last.value.PSObject.Properties) { $report[$property.Name] = $property.Value }
    $report.groups = $Answer.Groups.ToArray() # they came before the rest
    # Without a byte order mark, which Windows PowerShell would write.
    [System.IO.File]::WriteAllText($Path, (ConvertTo-Json -InputObject $report -Depth 30))
}
