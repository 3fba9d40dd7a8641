function Test-AutomationJob {
    # Returns true in a job of Azure Automation.
    [CmdletBinding()]
    [OutputType([bool])]
    param()
    $metadata = Get-Variable -Name PSPrivateMetadata -ValueOnly -ErrorAction Ignore
    ($env:AZUREPS_HOST_ENVIRONMENT -like 'AzureAutomation*') -or
    ($metadata -is [System.Collections.IDictionary] -and $metadata.Contains('JobId'))
}
