# Dot-sourced in BeforeAll: the module of this repository, and the servers and certificates of the C# tests in this
# process.
$repository = Split-Path (Split-Path $PSScriptRoot)
Import-Module (Join-Path $PSScriptRoot Engine.psm1)
Import-Module (Get-ModulePath)
$built = Get-ChildItem -Path (Join-Path $repository 'tests/PinningTools.Pester.Tests/bin/*/net8.0') |
    Sort-Object LastWriteTime | Select-Object -Last 1
foreach ($assembly in 'BouncyCastle.Cryptography.dll', 'PinningTools.Testing.dll') {
    $path = if ($built) { Join-Path $built.FullName $assembly }
    if (-not $path -or -not (Test-Path $path)) { throw 'Build tests/PinningTools.Pester.Tests first.' }
    Add-Type -Path $path
}

# What another shell of this PowerShell is told first.
$import = "Import-Module '$(Get-ModulePath)'"

function Start-TestServer($Certificate) { [PinningTools.Testing.TlsTestServer]::Start($Certificate) }

function Stop-TestServer($Server) { $Server.DisposeAsync().AsTask().Wait() }
