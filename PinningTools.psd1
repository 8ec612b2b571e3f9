@{
    RootModule             = 'lib/PinningTools.psm1'
    ModuleVersion          = '0.1.0'
    GUID                   = '6f2b8b57-3f0e-4a51-9f0c-1f6f8c0d9a42'
    Author                 = 'the PinningTools authors'
    CompanyName            = 'the PinningTools authors'
    Copyright              = 'Copyright (c) 2026 the PinningTools authors. MIT License.'
    Description            = 'Public-key pins for TLS: read them, check them, and make web requests that refuse an impostor.'
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions   = @('Desktop', 'Core')
    CmdletsToExport        = @(
        'Get-SpkiPin'
        'Test-CertificatePin'
        'Invoke-PinnedWebRequest'
        'Invoke-PinnedRestMethod'
        'Enable-WebPinning'
        'Disable-WebPinning'
        'Get-WebPinning'
        'New-PinSet'
        'Import-PinSet'
        'Export-PinSet'
        'Test-PinSet'
        'Update-PinSet'
        'Remove-PinSet'
        'New-PinBackupKey'
        'Test-PinRotation'
        'New-PinCallback'
        'New-PinnedHttpClient'
        'Test-PinEnforcement'
        'Merge-PinCheck'
        'Export-PinReport'
        'Send-PinReport'
        'Get-PinHistory'
        'Set-PinAlert'
        'Register-PinCheck'
        'Unregister-PinCheck'
    )
    FunctionsToExport      = @('Invoke-PinCheck')
    AliasesToExport        = @()
    VariablesToExport      = @()
    FormatsToProcess       = @('lib/PinningTools.Format.ps1xml')
    PrivateData            = @{
        PSData = @{
            Tags         = @('TLS', 'SSL', 'Certificate', 'Pinning', 'SPKI', 'Security', 'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/licenses/MIT'
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
