function Copy-CallerPreference {
    # Copies the preference variables of the calling script to the calling function, because a module does not inherit
    # them. A parameter takes precedence.
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
