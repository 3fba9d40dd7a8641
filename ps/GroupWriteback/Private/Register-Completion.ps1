function Register-Completion {
    # Registers the tab completion of -Group and -Approve.
    [CmdletBinding()]
    param()
    $withGroups = 'Sync-GroupWriteback', 'Enable-GroupWriteback', 'Disable-GroupWriteback', 'Get-GroupWritebackPlan'
    Register-ArgumentCompleter -CommandName $withGroups -ParameterName Group -ScriptBlock {
        # command, parameter, word, syntax tree, bound parameters
        Get-Completion -Word $args[2] -Bound $args[4] -Kind Group
    }
    $withApproval = @('Invoke-GroupWritebackPlan') + $withGroups[0..2]
    Register-ArgumentCompleter -CommandName $withApproval -ParameterName Approve -ScriptBlock {
        # command, parameter, word, syntax tree, bound parameters
        Get-Completion -Word $args[2] -Bound $args[4] -Kind Approval
    }
}
