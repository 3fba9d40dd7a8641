function ConvertTo-TypedObject {
    # An object of the entry with a type of ours, and its names as PowerShell's users write them.
    [CmdletBinding()]
    [OutputType([psobject])]
    param(
        [Parameter(Mandatory, ValueFromPipeline)]
        [AllowNull()]
        [psobject] $InputObject,

        [Parameter(Mandatory)]
        [string] $TypeName,

        # Properties that may be missing, and are there all the same, so that strict scripts can ask for them.
        [string[]] $Optional = @()
    )
    process {
        if ($null -eq $InputObject) { return }
        $properties = [ordered]@{ PSTypeName = $TypeName }
        foreach ($property in $InputObject.PSObject.Properties) {
            $name = $property.Name.Substring(0, 1).ToUpperInvariant() + $property.Name.Substring(1)
            $properties[$name] = $property.Value
        }
        foreach ($name in $Optional) {
            if (-not $properties.Contains($name)) { $properties[$name] = $null }
        }
        [pscustomobject] $properties
    }
}
