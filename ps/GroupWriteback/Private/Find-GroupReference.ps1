function Find-GroupReference {
    # Returns the reference of one item: a string unchanged, of an object its most specific property. Returns nothing if
    # the item names no group, and two references if an object of Active Directory has the anchors of two groups.
    #
    # | objects of                  | identified by                           | never by                 |
    # |-----------------------------|-----------------------------------------|--------------------------|
    # | Get-UnifiedGroup            | ExternalDirectoryObjectId, else address | Guid, Id, Identity, Name |
    # | Get-ADGroup                 | the anchor                              | ObjectGUID, Name, mail   |
    # | Get-MgGroup, Get-EntraGroup | the id                                  |                          |
    # | Import-Csv                  | the id, else address, else display name |                          |
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [AllowNull()]
        [object] $InputObject
    )
    $anchor = '^Group_([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$'
    if ($null -eq $InputObject) { return }
    if ($InputObject -is [string] -or $InputObject -is [guid]) {
        $text = "$InputObject".Trim() -replace $anchor, '$1'
        if ($text) { $text }
        return
    }
    $names = 'ObjectId', 'Object Id', 'GroupId', 'Id', 'Group', 'Mail', 'PrimarySmtpAddress', 'DisplayName', 'Name'
    if ($InputObject.PSObject.Properties['ExternalDirectoryObjectId']) {
        $names = 'ExternalDirectoryObjectId', 'PrimarySmtpAddress', 'DisplayName'
    } elseif (Test-DirectoryObject $InputObject) {
        $anchors = Get-PropertyText $InputObject -Name 'msDS-ExternalDirectoryObjectId', 'adminDescription'
        $ids = @($anchors) -match $anchor -replace $anchor, '$1'
        $ids | ForEach-Object { $_.ToLowerInvariant() } | Select-Object -Unique
        return
    }
    Get-PropertyText $InputObject -Name $names | Select-Object -First 1 | ForEach-Object { $_ -replace $anchor, '$1' }
}
