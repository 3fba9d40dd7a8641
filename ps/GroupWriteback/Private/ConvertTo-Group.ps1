function ConvertTo-Group {
    # Converts a group of a plan or report. Its changes stay as the library wrote them, so that a plan can be passed back
    # unchanged.
    [CmdletBinding()]
    [OutputType('GroupWriteback.Group')]
    param(
        [Parameter(Mandatory)]
        [psobject] $Group,

        # The lines that describe its changes.
        [AllowEmptyCollection()]
        [string[]] $Words,

        [Parameter(Mandatory)]
        [psobject] $Report
    )
    # MembersRemoved counts every membership that ends, also by a deletion or a change of the group type.
    $added = 0
    $removed = 0
    foreach ($change in @($Group.changes) + @($Group.withheld)) {
        if ($change.type -eq 'addMembers') { $added += @($change.members).Count }
        if ($change.type -in 'removeMembers', 'deleteGroup') { $removed += @($change.members).Count }
        if ($change.PSObject.Properties['ends']) { $removed += @($change.ends).Count }
    }
    $problem = $null
    if ($Group.PSObject.Properties['error']) {
        $problem = ConvertTo-TypedObject -InputObject $Group.error -TypeName GroupWriteback.Problem -Optional Hint, Action, Details
    }
    $script:KnownGroups[$Group.id] = $Group.displayName
    [pscustomobject]@{
        PSTypeName     = 'GroupWriteback.Group'
        Id             = $Group.id
        DisplayName    = $Group.displayName
        Dn             = $Group.dn
        Status         = $Group.status
        MembersAdded   = $added
        MembersRemoved = $removed
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
