function ConvertTo-TypedObject {
    # Converts an object of the entry to a type of the module, with property names in Pascal case.
    [CmdletBinding()]
    [OutputType([psobject])]
    param(
        [Parameter(Mandatory, ValueFromPipeline)]
        [AllowNull()]
        [psobject] $InputObject,

        [Parameter(Mandatory)]
        [string] $TypeName,

        # Optional properties. Missing ones are set to $null, so that scripts can read them in strict mode.
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
