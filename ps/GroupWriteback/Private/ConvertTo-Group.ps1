function ConvertTo-Group {
    # A group of a plan or a report. Its changes stay as the library wrote them, so that a plan can go back as it came.
    [CmdletBinding()]
    [OutputType('GroupWriteback.Group')]
    param(
        [Parameter(Mandatory)]
        [psobject] $Group,

        # What happens to it, in words.
        [AllowEmptyCollection()]
        [string[]] $Words,

        [Parameter(Mandatory)]
        [psobject] $Report
    )
    $count = @{ addMembers = 0; removeMembers = 0 }
    foreach ($change in @($Group.changes) + @($Group.withheld)) {
        if ($count.ContainsKey($change.type)) { $count[$change.type] += @($change.members).Count }
    }
    $problem = $null
    if ($Group.PSObject.Properties['error']) {
        $problem = ConvertTo-TypedObject -InputObject $Group.error -TypeName GroupWriteback.Problem -Optional WayOut
    }
    $script:KnownGroups[$Group.id] = $Group.displayName
    [pscustomobject]@{
        PSTypeName     = 'GroupWriteback.Group'
        Id             = $Group.id
        DisplayName    = $Group.displayName
        Dn             = $Group.dn
        Status         = $Group.status
        MembersAdded   = $count.addMembers
        MembersRemoved = $count.removeMembers
        Changes        = @($Group.changes)
        Withheld       = @($Group.withheld)
        Waiting        = @(
            $Group.waiting | ConvertTo-TypedObject -TypeName GroupWriteback.WaitingChange -Optional Change
        )
        SkippedMembers = @(
            $Group.skippedMembers | ConvertTo-TypedObject -TypeName GroupWriteback.SkippedMember -Optional DisplayName
        )
        SkippedValues  = @($Group.skippedValues | ConvertTo-TypedObject -TypeName GroupWriteback.SkippedValue)
        Error          = $problem
        Lines          = @($Words)
        Target         = $Report.target
        PlanHash       = $Report.planHash
    }
}
