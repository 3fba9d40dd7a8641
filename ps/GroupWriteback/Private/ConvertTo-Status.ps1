function ConvertTo-Status {
    # Converts the local state of a container.
    [CmdletBinding()]
    [OutputType('GroupWriteback.Status')]
    param(
        [Parameter(Mandatory)]
        [psobject] $Value
    )
    $ErrorActionPreference = 'Stop' # an incomplete status must not be returned
    $get = {
        param($Object, $Name)
        if ($Object.PSObject.Properties[$Name]) { $Object.$Name } else { $null }
    }
    $selected = foreach ($property in $Value.selected.PSObject.Properties) {
        if (-not $script:KnownGroups.ContainsKey($property.Name)) { $script:KnownGroups[$property.Name] = '' }
        [pscustomobject]@{
            PSTypeName = 'GroupWriteback.Selection'
            Id         = $property.Name
            As         = & $get $property.Value 'as'
            Container  = & $get $property.Value 'container'
        }
    }
    $problem = @{ TypeName = 'GroupWriteback.Problem'; Optional = 'Hint', 'Action', 'Details' }
    $troubles = foreach ($trouble in $Value.troubles) {
        $script:KnownGroups[$trouble.id] = $trouble.displayName
        $typed = ConvertTo-TypedObject -InputObject $trouble -TypeName GroupWriteback.Trouble
        $typed.Problem = ConvertTo-TypedObject -InputObject $trouble.problem @problem
        foreach ($name in 'Since', 'NextTry') { $typed.$name = ConvertTo-Date $typed.$name }
        $typed
    }
    $heldAccess = foreach ($held in $Value.heldAccess) {
        $typed = ConvertTo-TypedObject -InputObject $held -TypeName GroupWriteback.HeldAccess
        $typed.Members = @(
            foreach ($member in $held.members) {
                $one = ConvertTo-TypedObject -InputObject $member -TypeName GroupWriteback.HeldMember
                $one.Since = ConvertTo-Date $one.Since
                $one
            }
        )
        $typed
    }
    $lastRun = & $get $Value 'lastRun'
    if ($lastRun) {
        $lastRun = ConvertTo-TypedObject -InputObject $lastRun -TypeName GroupWriteback.LastRun
        $lastRun.StartedAt = ConvertTo-Date $lastRun.StartedAt
    }
    $lease = & $get $Value 'lease'
    if ($lease) {
        $lease = ConvertTo-TypedObject -InputObject $lease -TypeName GroupWriteback.Lease
        $lease.Since = ConvertTo-Date $lease.Since
    }
    [pscustomobject]@{
        PSTypeName = 'GroupWriteback.Status'
        Target     = $Value.target
        HeldAccess = @($heldAccess)
        Enabled    = & $get $Value 'enabled'
        Selected   = @($selected)
        Disabled   = @($Value.disabled)
        Troubles   = @($troubles)
        LastRun    = $lastRun
        Problems   = @($Value.problems | ConvertTo-TypedObject @problem)
        Lease      = $lease
    }
}
