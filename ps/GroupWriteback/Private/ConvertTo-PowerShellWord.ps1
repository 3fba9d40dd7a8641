function ConvertTo-PowerShellWord {
    # The library's sentences name the command line; here they name the commands and parameters of this module.
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Position = 0)]
        [AllowNull()]
        [AllowEmptyString()]
        [string] $Text
    )
    $words = [ordered]@{
        '"group-writeback init"'                                     = 'Initialize-GroupWriteback'
        '"group-writeback plan --output json" or planWriteback made' = 'Get-GroupWritebackPlan gave or saved'
        'group-writeback enable'                                     = 'Enable-GroupWriteback'
        '--approve'                                                  = '-Approve'
        '--break-lease'                                              = '-BreakLease'
        '--config'                                                   = '-ConfigPath'
        'Leave "as" out'                                             = 'Leave -As out'
        'Pipe the secret in.'                                        = 'Give it with -Credential.'
    }
    foreach ($word in $words.Keys) { $Text = $Text.Replace($word, $words[$word]) }
    $Text
}
