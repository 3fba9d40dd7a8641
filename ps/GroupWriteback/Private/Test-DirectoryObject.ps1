function Test-DirectoryObject {
    # Whether an object comes from Active Directory, by its type or by the attributes that only objects there have. Such
    # a row counts as one of Entra where it has the id of the cloud group as well.
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
