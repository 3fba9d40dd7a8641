function Get-PropertyText {
    # Returns the named properties of an object as trimmed strings, in the order of the names, without empty ones.
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
