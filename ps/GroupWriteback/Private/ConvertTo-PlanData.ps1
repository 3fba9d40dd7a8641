function ConvertTo-PlanData {
    # Rebuilds a plan for the library from groups or whole plans, also after they went through files or pipelines.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [Parameter(Mandatory)]
        [AllowEmptyCollection()]
        [object[]] $InputObject
    )
    $ErrorActionPreference = 'Stop' # an incomplete plan must not be sent
    $plan = @{ target = $null; planHash = ''; skippedGroups = @(); guard = @{ checks = @(); tripped = @() } }
    $groups = New-Object System.Collections.ArrayList
    foreach ($item in $InputObject) {
        $properties = $item.PSObject.Properties
        $isWhole = $properties['Groups'] -and $properties['PlanHash'] -and $properties['Target']
        $isGroup = $properties['Changes'] -and $properties['Withheld'] -and $properties['Id']
        $owner = if ($isWhole -or $properties['Target']) { $item.Target }
        if (-not ($isWhole -or $isGroup) -or ($plan.target -and $owner -ne $plan.target)) {
            $isPlan = $isWhole -or $isGroup
            $message = if ($isPlan) { 'The plans are for different containers.' } else { 'The input is not a plan.' }
            $problem = @{
                Code     = 'planInvalid'
                Message  = $message
                Hint     = 'Pass the output of Get-GroupWritebackPlan, or a file that it saved, for one container.'
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
