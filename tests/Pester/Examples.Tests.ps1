# Every example runs as it stands.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Support.psm1) -Force
    Import-ModuleUnderTest
    $examples = Join-Path (Get-RepositoryRoot) examples
    $server = Start-ExampleServer
    $leaf = (Get-SpkiPin localhost -Port $server.Port -TrustAnchor $server.TrustAnchor -Role Leaf).Pin
    $backup = 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M='
    Copy-Item -LiteralPath $server.TrustAnchor -Destination (Join-Path $TestDrive anchors.pem)
    $list = Join-Path $TestDrive checks.csv
    Set-Content -LiteralPath $list -Value 'HostName,Port,Pin,TrustAnchor',
        "localhost,$($server.Port),$leaf;$backup,anchors.pem",
        "localhost,$($server.ImpostorPort),$leaf,anchors.pem"
}

AfterAll { Stop-ExampleServer $server }

Describe 'The examples' {
    It 'PinCheck shows pins, a match and a refusal without PowerShell' {
        $assembly = Get-ExampleServerAssembly
        $output = & dotnet $assembly.FullName | Out-String
        $LASTEXITCODE | Should -Be 0
        $output | Should -BeLike '*the verdict is Match*The verdict is PinMismatch*No pin matched*'
        $output | Should -BeLike '*Bytes the impostor was sent after the handshake: 0*'
    }

    It '1-MainJob shows pins, a match and a refusal' {
        $output = Invoke-Engine -NoProfile -File (Join-Path $examples 1-MainJob.ps1) | Out-String
        $LASTEXITCODE | Should -Be 0
        $output | Should -BeLike '*Match*hello*PinMismatch*Refused (PinMismatch,*No pin matched*'
        $output | Should -BeLike '*Bytes the impostor was sent after the handshake: 0*'
    }

    It '2-PinAHost ends in a line for a list of checks, which holds no pin but the leaf''s and the backup' {
        $run = Join-Path $examples 2-PinAHost.ps1
        $given = @{ HostName = 'localhost'; Port = $server.Port; TrustAnchor = $server.TrustAnchor }
        $output = & $run @given 3>&1
        $anchor = Convert-Path $server.TrustAnchor
        $output[-1] | Should -BeExactly "`"localhost`",`"$($server.Port)`",`"$leaf`",`"$anchor`""
        [string]($output -match 'New-PinBackupKey') | Should -BeLike 'There is no backup pin*'
        $output = & $run @given -BackupPin $backup 3>&1
        $output[-1] | Should -BeExactly "`"localhost`",`"$($server.Port)`",`"$leaf;$backup`",`"$anchor`""
        $path = Join-Path $TestDrive made.csv
        Set-Content -LiteralPath $path -Value $output[-2, -1]
        (Invoke-PinCheck -Path $path).Level | Should -Be 'Ok'
        $output -match 'New-PinBackupKey' | Should -BeNullOrEmpty
    }

    It '3-NightlyCheck logs and exits with 2 for a wrong key' {
        $log = Join-Path $TestDrive night.log
        $null = Invoke-Engine -NoProfile -File (Join-Path $examples 3-NightlyCheck.ps1) -Path $list -Log $log
        $LASTEXITCODE | Should -Be 2
        $lines = Get-Content -LiteralPath $log
        $lines[0] | Should -BeLike "* Critical localhost:$($server.ImpostorPort) PinMismatch No pin matched*"
        $lines[-1] | Should -BeLike '* Critical: 2 checked, 1 ok, 0 warning, 1 critical, 0 unknown'
    }

    It '3-NightlyCheck logs what changed, where it has a state' {
        $place = (New-Item -ItemType Directory -Path (Join-Path $TestDrive remembered)).FullName
        if ($PSVersionTable.Platform -eq 'Unix') { [IO.File]::SetUnixFileMode($place, 'UserRead, UserWrite, UserExecute') }
        Copy-Item $list, (Join-Path $TestDrive anchors.pem) $place
        $run = @{ Path = "$place/checks.csv"; Log = "$place/night.log"; State = "$place/night.state.jsonl" }
        $given = $run.GetEnumerator() | ForEach-Object { "-$($_.Key)"; $_.Value }
        $null = Invoke-Engine -NoProfile -File (Join-Path $examples 3-NightlyCheck.ps1) @given
        $LASTEXITCODE | Should -Be 2
        @((Get-Content -LiteralPath $run.Log) -like "* localhost:$($server.Port) FirstSeen, expected: *").Count | Should -Be 1
        $null = Invoke-Engine -NoProfile -File (Join-Path $examples 3-NightlyCheck.ps1) @given
        @((Get-Content -LiteralPath $run.Log) -like '* FirstSeen, expected: *').Count | Should -Be 2
    }

    It '10-NextMonth shows what will be wrong' {
        $next = @('-Path', $list, '-Days', '3650')
        $output = Invoke-Engine -NoProfile -File (Join-Path $examples 10-NextMonth.ps1) @next | Out-String
        $LASTEXITCODE | Should -Be 2
        $output | Should -BeLike "As of 20*: Critical: 2 checked*Critical CertificateExpired*localhost:$($server.Port)*has expired*"
    }

    It '3-NightlyCheck runs where its crontab line puts it' {
        $place = Join-Path $TestDrive 'opt/checks'
        $modules = Join-Path $TestDrive modules
        $null = New-Item -ItemType Directory -Path $place, $modules
        $null = New-Item -ItemType SymbolicLink -Path (Join-Path $modules PinningTools) -Target (Split-Path (Get-ModulePath))
        Copy-Item (Join-Path $examples 3-NightlyCheck.ps1), $list, (Join-Path $TestDrive anchors.pem) $place
        $kept = $env:PSModulePath
        $env:PSModulePath = "$modules$([IO.Path]::PathSeparator)$kept"
        try {
            $null = Invoke-Engine -NoProfile -File "$place/3-NightlyCheck.ps1" -Path "$place/checks.csv"
        } finally { $env:PSModulePath = $kept }
        $LASTEXITCODE | Should -Be 2
        (Get-Content -LiteralPath "$place/checks.csv.log")[-1] | Should -BeLike '* Critical: 2 checked*'
    }

    It '3-NightlyCheck logs and exits with 3 when the check itself fails: <Name>' -ForEach @(
        @{ Name = 'no list'; Content = $null }
        @{ Name = 'an empty list'; Content = 'HostName,Pin' }
        @{ Name = 'a list without hosts'; Content = "Server,Pin`na,b" }
    ) {
        $broken = Join-Path $TestDrive broken.csv
        if ($Content) { Set-Content -LiteralPath $broken -Value $Content }
        $log = Join-Path $TestDrive "broken-$([guid]::NewGuid()).log"
        $null = Invoke-Engine -NoProfile -File (Join-Path $examples 3-NightlyCheck.ps1) -Path $broken -Log $log 2>&1
        $LASTEXITCODE | Should -Be 3
        Get-Content -LiteralPath $log | Should -BeLike '*Z Unknown: the check itself failed: *broken.csv*'
    }

    It '3-NightlyCheck exits with 3 when it cannot even log' {
        $log = Join-Path $TestDrive absent/night.log
        $null = Invoke-Engine -NoProfile -File (Join-Path $examples 3-NightlyCheck.ps1) -Path $list -Log $log 2>&1
        $LASTEXITCODE | Should -Be 3
    }

    It '4-Runbook fails its job for a wrong key and not for a right one' {
        $pem = Get-Content -LiteralPath $server.TrustAnchor -Raw
        $row = { param($port) @(@{ HostName = "localhost:$port"; Pin = @($leaf, $backup); TrustAnchor = $pem }) }
        $runbook = Join-Path $examples 4-Runbook.ps1
        (& $runbook -Checks (ConvertTo-Json -InputObject (& $row $server.Port))).Level | Should -Be 'Ok'
        (& $runbook -Checks (& $row $server.Port)).Level | Should -Be 'Ok'
        $impostor = ConvertTo-Json -InputObject (& $row $server.ImpostorPort)
        { & $runbook -Checks $impostor } | Should -Throw '*1 of 1 hosts failed*'
    }

    It '4-Runbook fails its job for a list that was cut off' {
        $row = @{ HostName = "localhost:$($server.Port)"; PinOnly = $true; Pin = @($leaf, $backup) }
        $cut = (ConvertTo-Json -Compress -InputObject @($row)).TrimEnd(']')
        $runbook = Join-Path $examples 4-Runbook.ps1
        { & $runbook -Checks $cut } | Should -Throw -ErrorId 'PinCheckListUnreadable,Invoke-PinCheck'
    }

    It 'print the mismatch that the README shows' {
        $readme = Get-Content -LiteralPath (Join-Path (Get-RepositoryRoot) README.md) -Raw
        $shown = [regex]::Match($readme, '(?s)```text\r?\n(.*?)\r?\n```').Groups[1].Value
        $impostor = @{ HostName = "localhost:$($server.ImpostorPort)"; TrustAnchor = $server.TrustAnchor }
        $printed = (Test-CertificatePin @impostor -Pin $leaf).Message
        $plain = {
            param($text)
            $text -replace 'sha256/[A-Za-z0-9+/]{43}=', 'PIN' -replace '[0-9]{4}-[0-9]{2}-[0-9]{2}', 'DATE' `
                -replace ':[0-9]+\.', ':PORT.' -replace '\r'
        }
        & $plain $printed | Should -BeExactly (& $plain $shown)
    }

    It 'are at most 40 lines each' {
        foreach ($script in Get-ChildItem -Path $examples -Filter *.ps1) {
            (Get-Content -LiteralPath $script.FullName).Count | Should -BeLessOrEqual 40 -Because $script.Name
        }
    }
}
