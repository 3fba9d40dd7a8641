function Test-DirectoryObject {
    # Returns true for an object of Active Directory, by its type or by attributes that only such objects have. A row
    # that also has the id of the cloud group counts as an object of Entra.
    [CmdletBinding()]
    [OutputType([bool])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [psobject] $InputObject
    )
    $type = '^(Deserialized\.|Selected\.)*Microsoft\.ActiveDirectory\.Management\.'
    if ($InputObject.PSObject.TypeNames -match $type) { return $true }
    $attributes = 'ObjectGUID', 'adminDescription', 'msDS-ExternalDirectoryObjectId'
    if (-not ($attributes | Where-Object { $InputObject.PSObject.Properties[$_] })) { return $false }
    -not (Get-PropertyText $InputObject -Name 'ObjectId', 'Object Id', 'GroupId', 'Id')
}
