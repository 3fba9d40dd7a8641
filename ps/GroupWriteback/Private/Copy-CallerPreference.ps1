function Copy-CallerPreference {
    # A module does not see the preferences of the script that calls it: they are taken over into the calling function,
    # unless a parameter says otherwise.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet
    )
    $parameters = @{
        ErrorActionPreference = 'ErrorAction'
        WarningPreference     = 'WarningAction'
        InformationPreference = 'InformationAction'
        VerbosePreference     = 'Verbose'
        ProgressPreference    = 'ProgressAction'
        WhatIfPreference      = 'WhatIf'
        ConfirmPreference     = 'Confirm'
    }
    foreach ($name in $parameters.Keys) {
        $value = $Cmdlet.SessionState.PSVariable.GetValue($name)
        if ($null -eq $value -or $Cmdlet.MyInvocation.BoundParameters.ContainsKey($parameters[$name])) { continue }
        Set-Variable -Name $name -Value $value -Scope 1 -WhatIf:$false -Confirm:$false
    }
}
