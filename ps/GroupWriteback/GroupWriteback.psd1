@{
    RootModule           = 'GroupWriteback.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = 'ebb4365e-235e-4ecf-b4d7-bf4d8ff3c5a5'
    Author               = 'The group-writeback maintainers'
    CompanyName          = 'group-writeback'
    Copyright            = '(c) The group-writeback maintainers. MIT licence.'
    Description          = 'Mirrors Microsoft Entra ID groups to Active Directory and keeps them in sync.'
    PowerShellVersion    = '5.1'
    CompatiblePSEditions = @('Desktop', 'Core')
    FormatsToProcess     = @('GroupWriteback.Format.ps1xml')
    FunctionsToExport    = @(
        'Disable-GroupWriteback'
        'Enable-GroupWriteback'
        'Get-GroupWritebackPlan'
        'Get-GroupWritebackStatus'
        'Initialize-GroupWriteback'
        'Invoke-GroupWritebackPlan'
        'Sync-GroupWriteback'
        'Test-GroupWriteback'
    )
    CmdletsToExport      = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('Entra', 'ActiveDirectory', 'Groups', 'GroupWriteback', 'Hybrid', 'Windows', 'Linux')
            ProjectUri   = 'https://www.npmjs.com/package/group-writeback'
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'First version.'
        }
    }
}
