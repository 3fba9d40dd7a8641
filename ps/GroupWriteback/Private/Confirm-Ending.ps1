function Confirm-Ending {
    # Prompts before memberships end. The default answer is No, unlike that of ShouldProcess.
    [CmdletBinding()]
    [OutputType([bool])]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        # The result of Get-Question.
        [Parameter(Mandatory)]
        [hashtable] $Question
    )
    if (-not $Question.Endings) { return $false }
    $choices = [System.Management.Automation.Host.ChoiceDescription[]] @('&Yes', '&No')
    $text = "$($Question.What)`n$($Question.Endings)`nContinue?"
    try {
        $Cmdlet.Host.UI.PromptForChoice('Group writeback', $text, $choices, 1) -eq 0
    } catch {
        $problem = @{
            Code     = 'usage'
            Message  = 'Memberships would end, and PowerShell cannot ask for confirmation: it is not interactive.'
            Hint     = 'Review the changes with -WhatIf, then add -Confirm:$false.'
            ExitCode = 5
        }
        $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @problem))
    }
}
