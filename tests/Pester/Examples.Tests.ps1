# Every example runs as it stands.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Support.psm1) -Force
    Import-ModuleUnderTest
    $examples = Join-Path (Get-RepositoryRoot) examples
    $pwsh = (Get-Process -Id $PID).Path
    $server = Start-ExampleServer
    $leaf = (Get-SpkiPin localhost -Port $server.Port -TrustAnchor $server.TrustAnchor -Role Leaf).Pin
    Copy-Item -LiteralPath $server.TrustAnchor -Destination (Join-Path $TestDrive anchors.pem)
    $list = Join-Path $TestDrive checks.csv
    Set-Content -LiteralPath $list -Value 'HostName,Port,Pin,TrustAnchor',
        "localhost,$($server.Port),$leaf;sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=,anchors.pem",
        "localhost,$($server.ImpostorPort),$leaf,anchors.pem"
}

AfterAll { Stop-ExampleServer $server }

Describe 'The examples' {
    It 'PinCheck shows pins, a match and a refusal without PowerShell' {
        $assembly = Get-ChildItem -Path (Join-Path $examples 'PinCheck/bin/*/net8.0/PinCheck.dll') | Select-Object -First 1
        $output = & dotnet $assembly.FullName | Out-String
        $LASTEXITCODE | Should -Be 0
        $output | Should -BeLike '*the verdict is Match*The verdict is PinMismatch*No pin matched*Bytes the impostor was sent after the handshake: 0*'
    }

    It '1-MainJob shows pins, a match and a refusal' {
        $output = & $pwsh -NoProfile -File (Join-Path $examples 1-MainJob.ps1) | Out-String
        $LASTEXITCODE | Should -Be 0
        $output | Should -BeLike '*Match*hello*PinMismatch*Refused (PinMismatch,*No pin matched*Bytes the impostor was sent after the handshake: 0*'
    }

    It '2-PinAHost ends in a line for a list of checks' {
        $output = & (Join-Path $examples 2-PinAHost.ps1) -HostName localhost -Port $server.Port -TrustAnchor $server.TrustAnchor
        ($output | Select-Object -Last 1) | Should -BeLike "*localhost*$leaf;sha256/*"
    }

    It '3-NightlyCheck logs and exits with 2 for a wrong key' {
        $log = Join-Path $TestDrive night.log
        $null = & $pwsh -NoProfile -File (Join-Path $examples 3-NightlyCheck.ps1) -Path $list -Log $log
        $LASTEXITCODE | Should -Be 2
        $lines = Get-Content -LiteralPath $log
        $lines[0] | Should -BeLike "* Critical localhost:$($server.ImpostorPort) PinMismatch No pin matched*"
        $lines[-1] | Should -BeLike '* Critical: 2 checked, 1 ok, 0 warning, 1 critical, 0 unknown'
    }

    It '4-Runbook fails its job for a wrong key and not for a right one' {
        $json = { param($port) ConvertTo-Json -Compress -InputObject @(@{ HostName = 'localhost'; Port = $port; PinOnly = $true; Pin = @($leaf, 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=') }) }
        (& (Join-Path $examples 4-Runbook.ps1) -Checks (& $json $server.Port)).Level | Should -Be 'Ok'
        { & (Join-Path $examples 4-Runbook.ps1) -Checks (& $json $server.ImpostorPort) } | Should -Throw '*1 of 1 hosts failed*'
    }

    It 'are at most 40 lines each' {
        foreach ($script in Get-ChildItem -Path $examples -Filter *.ps1) { (Get-Content -LiteralPath $script.FullName).Count | Should -BeLessOrEqual 40 -Because $script.Name }
    }
}
