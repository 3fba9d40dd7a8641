function Read-PlanFile {
    # Reads a plan that was saved as JSON.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [Parameter(Mandatory)]
        [string] $Path
    )
    try {
        ConvertFrom-Json -InputObject ([System.IO.File]::ReadAllText($Path)) @script:JsonOptions
    } catch {
        $problem = @{
            Code     = 'planInvalid'
            Message  = "$Path does not contain a plan. $($_.Exception.Message)"
            Hint     = 'Pass a file that Get-GroupWritebackPlan -OutFile saved.'
            Target   = $Path
            ExitCode = 5
        }
        $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @problem))
    }
}
