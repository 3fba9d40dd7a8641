function Save-Report {
    # Saves a report as the library wrote it, in the format of "group-writeback plan --output json".
    [CmdletBinding()]
    param(
        # The result of Invoke-Entry.
        [Parameter(Mandatory)]
        [hashtable] $Answer,

        [Parameter(Mandatory)]
        [string] $Path
    )
    $report = [ordered]@{}
    foreach ($property in $Answer.Last.value.PSObject.Properties) { $report[$property.Name] = $property.Value }
    $report.groups = $Answer.Groups.ToArray() # the entry sends them in separate lines
    # Without a byte order mark, which Windows PowerShell would write.
    [System.IO.File]::WriteAllText($Path, (ConvertTo-Json -InputObject $report -Depth 30))
}
