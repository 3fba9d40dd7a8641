function Get-Question {
    # Builds the texts for ShouldProcess, with the numbers of a dry run for -WhatIf and -Confirm. Returns nothing if the
    # dry run failed; its errors are already written then.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        # The parameters of the command.
        [Parameter(Mandatory)]
        [System.Collections.Generic.Dictionary[string, object]] $Bound,

        # The library function to call.
        [Parameter(Mandatory)]
        [string] $Function,

        [hashtable] $Options = @{},

        # The ConfirmImpact of the command.
        [Parameter(Mandatory)]
        [System.Management.Automation.ConfirmImpact] $Impact
    )
    $name = $Cmdlet.MyInvocation.MyCommand.Name
    $asks = $ConfirmPreference -ne 'None' -and $Impact -ge $ConfirmPreference
    if (-not $WhatIfPreference -and -not $asks) {
        return @{ What = $name; Query = $name; Plan = $null; IsNeeded = $true; Endings = '' }
    }
    $plan = Get-Report -Cmdlet $Cmdlet -Bound $Bound -Function $Function -Options $Options -DryRun
    if ($plan.Status -eq 'failed') {
        Write-Report -Cmdlet $Cmdlet -Report $plan
        return
    }
    $text = "$name on $($plan.Target). $($plan.Summary)"
    # Enabling and disabling change the local state even if there is nothing to write.
    $isNeeded = $WhatIfPreference -or $plan.Status -ne 'inSync' -or $Function -match 'able'
    $endings = if ($asks -and -not $WhatIfPreference) { $plan.Endings }
    @{ What = $text; Query = "$text Continue?"; Plan = $plan; IsNeeded = $isNeeded; Endings = $endings }
}
