# Dot-sourced in BeforeAll: the module of this repository, and the servers and certificates of the C# tests in this
# process.
$repository = Split-Path (Split-Path $PSScriptRoot)
Import-Module (Join-Path $repository 'PinningTools.psd1')
$built = Get-ChildItem -Path (Join-Path $repository 'tests/PinningTools.Core.Tests/bin/*/net8.0') |
    Sort-Object LastWriteTime | Select-Object -Last 1
foreach ($assembly in 'BouncyCastle.Crypto.dll', 'BouncyCastle.Cryptography.dll', 'PinningTools.Testing.dll') {
    $path = if ($built) { Join-Path $built.FullName $assembly }
    if (-not $path -or -not (Test-Path $path)) { throw 'Build tests/PinningTools.Core.Tests first.' }
    Add-Type -Path $path
}

# Another shell of the same PowerShell, and what it is told first.
$pwsh = (Get-Process -Id $PID).Path
$import = "Import-Module '$repository/PinningTools.psd1'"

function Start-TestServer($Certificate) { [PinningTools.Testing.TlsTestServer]::Start($Certificate) }

function Stop-TestServer($Server) { $Server.DisposeAsync().AsTask().Wait() }
