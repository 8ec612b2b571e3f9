# Dot-sourced in BeforeAll: a server, an impostor of it that the same authority vouches for, and a policy that tells them
# apart.
. $PSScriptRoot/WebTestServer.ps1
# A stored command object is past every handler, so that the tests can look at the servers.
$script:stock = Get-Command -Name Invoke-RestMethod -CommandType Cmdlet
Import-Module (Get-ModulePath) -Force
$script:module = Get-ModulePath
$script:server = Start-WebTestServer
$script:folder = Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid())
$null = New-Item -ItemType Directory -Path $folder
$script:set = New-PinSet localhost $server.Pin -TrustAnchor $server.Root -WarningAction Ignore
$script:store = Join-Path $folder pins.json
$set | Export-PinSet $store

function Stop-WebPinningTest {
    Disable-WebPinning
    Stop-WebTestServer $server
    Remove-Item $folder -Recurse -Force
}

# What a server of the test was asked.
function Get-Target([string] $Uri) { @((& $stock "$Uri/_requests" -SkipCertificateCheck -NoProxy).requests.target) }

# The id of the error that a call ends with, or nothing.
function Get-ErrorId([scriptblock] $Call) {
    try { $null = & $Call } catch { return ($_.FullyQualifiedErrorId -split ',')[0] }
}

# A call goes through the pins: the server answers, and its impostor is refused and receives nothing.
function Assert-Through([scriptblock] $Call) {
    $path = "/json-number?by=$(Get-Random)"
    & $Call "$($server.Uri)$path" | Should -Be 42
    $thrown = try { & $Call "$($server.ImpostorUri)$path" } catch { $_ }
    "$($thrown.FullyQualifiedErrorId) $thrown" | Should -Match 'PinMismatch|No pin matched'
    Get-Target $server.Uri | Should -Contain $path
    Get-Target $server.ImpostorUri | Should -Not -Contain $path
}

# A call goes past the pins: the impostor answers it, where the call itself accepts every certificate.
function Assert-Past([scriptblock] $Call) {
    $path = "/json-number?by=$(Get-Random)"
    & $Call "$($server.ImpostorUri)$path" | Should -Be 42
    Get-Target $server.ImpostorUri | Should -Contain $path
}
