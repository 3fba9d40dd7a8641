function Get-ActionText {
    # Returns the hint of this module for the library's code of an action.
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Position = 0)]
        [AllowNull()]
        [AllowEmptyString()]
        [string] $Action
    )
    switch ($Action) {
        'initConfig' { 'Write one with Initialize-GroupWriteback, or name another with -ConfigPath.' }
        'chooseConfig' { 'Name another file with -ConfigPath.' }
        'enable' { 'Enable it with Enable-GroupWriteback.' }
        'plan' { 'Make one with Get-GroupWritebackPlan.' }
        'breakLease' { 'Wait, or use -BreakLease if that run has crashed.' }
        'omitAs' { 'Leave out -As.' }
        'pipeSecret' { 'Give it with -Credential.' }
        default { '' }
    }
}
