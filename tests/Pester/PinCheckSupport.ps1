# Dot-sourced in BeforeAll by the suites of Invoke-PinCheck: a server, an impostor, and rows for both.
Import-Module (Join-Path $PSScriptRoot Support.psm1) -Force
Import-ModuleUnderTest
$server = Start-ExampleServer
$leaf = (Get-SpkiPin localhost -Port $server.Port -TrustAnchor $server.TrustAnchor -Role Leaf).Pin
$backup = 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M='
Copy-Item -LiteralPath $server.TrustAnchor -Destination (Join-Path $TestDrive anchors.pem)

function New-TextFile {
    param([string] $Name, [string[]] $Line, [string] $Folder = $TestDrive)
    $path = Join-Path $Folder $Name
    Set-Content -LiteralPath $path -Value $Line
    $path
}

function New-List {
    param([string[]] $Row, [string] $Header = 'HostName,Port,Pin,PinOnly,TrustAnchor')
    New-TextFile -Name "$([guid]::NewGuid()).csv" -Line (@($Header) + $Row)
}

# Runs a script in a PowerShell of its own: what it printed, and its exit code.
function Invoke-Script {
    param([string] $Text)
    $import = "Import-Module '$(Get-ModulePath)'"
    $script = New-TextFile -Name "$([guid]::NewGuid()).ps1" -Line $import, $Text
    $output = Invoke-Engine -NoProfile -File $script 2>&1 | Out-String
    [pscustomobject]@{ ExitCode = $LASTEXITCODE; Output = $output }
}

# A row that passes, to put further columns behind.
$columns = 'HostName,Port,Pin,TrustAnchor'
$plain = "localhost,$($server.Port),$leaf;$backup,anchors.pem"

$good = "localhost,$($server.Port),$leaf;$backup,,anchors.pem"
$lonely = "localhost,$($server.Port),$leaf,,anchors.pem"
$wrong = "localhost,$($server.ImpostorPort),$leaf;$backup,,anchors.pem"
$closed = "localhost,1,$leaf;$backup,,"
