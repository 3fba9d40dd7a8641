function Get-PropertyText {
    # The texts of the named properties of an object, in the order of the names; missing and empty ones are left out.
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory)]
        [psobject] $InputObject,

        [Parameter(Mandatory)]
        [string[]] $Name
    )
    foreach ($one in $Name) {
        $property = $InputObject.PSObject.Properties[$one]
        $text = if ($property) { "$($property.Value)".Trim() }
        if ($text) { $text }
    }
}
