function ConvertTo-PlanData {
    # A plan as the library takes it back, from groups or whole plans, whatever files and pipes they went through.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [Parameter(Mandatory)]
        [AllowEmptyCollection()]
        [object[]] $InputObject
    )
    $ErrorActionPreference = 'Stop' # half a request, or half an answer, is none
    $plan = @{ target = $null; planHash = ''; skippedGroups = @(); guard = @{ checks = @(); tripped = @() } }
    $groups = New-Object System.Collections.ArrayList
    foreach ($item in $InputObject) {
        $properties = $item.PSObject.Properties
        $isWhole = $properties['Groups'] -and $properties['PlanHash'] -and $properties['Target']
        $isGroup = $properties['Changes'] -and $properties['Withheld'] -and $properties['Id']
        $owner = if ($isWhole -or $properties['Target']) { $item.Target }
        if (-not ($isWhole -or $isGroup) -or ($plan.target -and $owner -ne $plan.target)) {
            $twoPlaces = $isWhole -or $isGroup
            $problem = @{
                Code     = 'planInvalid'
                Message  = if ($twoPlaces) { 'These are plans for two places.' } else { 'This is no plan.' }
                Hint   = 'Give it what Get-GroupWritebackPlan gave or saved.'
                Target   = $item
                ExitCode = 5
            }
            $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @problem))
        }
        $plan.target = $owner
        $plan.planHash = $item.PlanHash
        $some = if ($isWhole) { @($item.Groups) } else { @($item) }
        foreach ($group in $some) {
            $data = @{
                id             = $group.Id
                displayName    = $group.DisplayName
                dn             = $group.Dn
                status         = $group.Status
                changes        = @($group.Changes)
                withheld       = @($group.Withheld)
                waiting        = @()
                skippedMembers = @()
                skippedValues  = @()
            }
            $null = $groups.Add($data)
        }
    }
    $plan.groups = $groups.ToArray()
    $plan
}
