function ConvertTo-GroupReference {
    # What a group is named by: a text as it is; of an object or a row, the first of these properties that is not empty.
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [AllowNull()]
        [object[]] $Group
    )
    $names = 'Id', 'ObjectId', 'Object Id', 'GroupId', 'Group', 'Mail', 'PrimarySmtpAddress', 'DisplayName', 'Name'
    foreach ($item in $Group) {
        if ($item -is [string] -or $item -is [guid]) {
            $reference = "$item".Trim()
        } else {
            $values = foreach ($name in $names) {
                $property = if ($null -ne $item) { $item.PSObject.Properties[$name] }
                if ($property) { "$($property.Value)".Trim() }
            }
            $reference = @($values) | Where-Object { $_ } | Select-Object -First 1
        }
        if ($reference) {
            $reference
            continue
        }
        $problem = @{
            Code     = 'usage'
            Message  = 'This names no group.'
            Hint   = "Give an id, a mail address or a display name, or an object with one of: $($names -join ', ')."
            Target   = $item
            ExitCode = 5
        }
        $Cmdlet.WriteError((ConvertTo-ErrorRecord @problem))
    }
}
