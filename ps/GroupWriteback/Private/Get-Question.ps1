function Get-Question {
    # What ShouldProcess is asked: with the numbers of a dry run where -WhatIf or -Confirm wants to see them. Nothing
    # comes back where the dry run failed and said so.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        # The parameters of the command.
        [Parameter(Mandatory)]
        [System.Collections.Generic.Dictionary[string, object]] $Bound,

        # A function of the library.
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
    # Enabling and disabling change what is remembered, even where there is nothing to write.
    $isNeeded = $WhatIfPreference -or $plan.Status -ne 'inSync' -or $Function -match 'able'
    $endings = if ($asks -and -not $WhatIfPreference) { $plan.Endings }
    @{ What = $text; Query = "$text Go on?"; Plan = $plan; IsNeeded = $isNeeded; Endings = $endings }
}
