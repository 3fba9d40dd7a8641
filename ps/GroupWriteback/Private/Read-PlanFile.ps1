function Read-PlanFile {
    # A plan that was saved as JSON.
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
            Message  = "$Path holds no plan. $($_.Exception.Message)"
            Hint   = 'Give it what Get-GroupWritebackPlan saved.'
            Target   = $Path
            ExitCode = 5
        }
        $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @problem))
    }
}
