function Read-EntryLine {
    # Processes one line of the entry: an event, a part of the groups, or the result.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [string] $Line,

        [Parameter(Mandatory)]
        [hashtable] $Answer
    )
    $message = ConvertFrom-Json -InputObject $Line @script:JsonOptions
    switch ($message.type) {
        'event' { Write-EntryEvent -EntryEvent $message.event }
        'groups' {
            foreach ($group in $message.groups) { $null = $Answer.Groups.Add($group) }
            foreach ($words in $message.words) { $null = $Answer.Words.Add($words) }
        }
        default { $Answer.Last = $message }
    }
}
