function Confirm-Ending {
    # Asks about what would end, and takes silence for a no: ShouldProcess offers Yes as the default.
    [CmdletBinding()]
    [OutputType([bool])]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        # What Get-Question made.
        [Parameter(Mandatory)]
        [hashtable] $Question
    )
    if (-not $Question.Endings) { return $false }
    $choices = [System.Management.Automation.Host.ChoiceDescription[]] @('&Yes', '&No')
    $text = "$($Question.What)`n$($Question.Endings)`nGo on?"
    try {
        $Cmdlet.Host.UI.PromptForChoice('Group writeback', $text, $choices, 1) -eq 0
    } catch {
        $problem = @{
            Code     = 'usage'
            Message  = 'Memberships would end, and nobody can be asked: PowerShell runs without a person.'
            Hint   = 'Look at it with -WhatIf, then add -Confirm:$false.'
            ExitCode = 5
        }
        $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @problem))
    }
}
