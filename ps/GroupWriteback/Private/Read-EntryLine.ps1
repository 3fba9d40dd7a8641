function Read-EntryLine {
    # One line of the entry: an event for the streams, some groups of a report, or the end.
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
