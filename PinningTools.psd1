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
        'New-PinSet'
        'Import-PinSet'
        'Export-PinSet'
        'Test-PinSet'
        'Update-PinSet'
        'Remove-PinSet'
        'New-PinBackupKey'
        'Test-PinRotation'
    )
    FunctionsToExport      = @('Invoke-PinCheck')
    AliasesToExport        = @()
    VariablesToExport      = @()
    FormatsToProcess       = @('lib/PinningTools.Format.ps1xml')
    FileList               = @(
        'PinningTools.psd1'
        'README.md'
        'LICENSE'
        'CHANGELOG.md'
        'docs/COMPATIBILITY.md'
        'docs/WEB-PARITY.md'
        'docs/formats.md'
        'docs/pin-store.md'
        'docs/pin-store.schema.json'
        'examples/1-MainJob.ps1'
        'examples/2-PinAHost.ps1'
        'examples/3-NightlyCheck.ps1'
        'examples/4-Runbook.ps1'
        'examples/ExampleServer.ps1'
        'examples/Directory.Build.props'
        'examples/PinCheck/Authority.cs'
        'examples/PinCheck/ExampleServer.cs'
        'examples/PinCheck/PinCheck.csproj'
        'examples/PinCheck/Program.cs'
        'lib/PinningTools.psm1'
        'lib/PinningTools.Format.ps1xml'
        'lib/net8.0/PinningTools.dll'
        'lib/net8.0/PinningTools.Core.dll'
        'lib/netstandard2.0/PinningTools.dll'
        'lib/netstandard2.0/PinningTools.Core.dll'
        'en-US/PinningTools.dll-Help.xml'
        'en-US/about_PinningTools.help.txt'
        'en-US/about_PinningTools_Verdicts.help.txt'
    )
    PrivateData            = @{
        PSData = @{
            Tags         = @('TLS', 'SSL', 'Certificate', 'Pinning', 'SPKI', 'Security', 'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/licenses/MIT'
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
