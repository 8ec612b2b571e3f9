# Every example runs as it stands.
BeforeDiscovery {
    # OpenSSL alone reads the authorities of the platform from a file.
    $script:noTrustFile = -not $IsLinux
}

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

    It '12-Shards checks a list in parts, each in a process, and merges them' {
        # Sixteen with build.ps1 -Task Long: each part is a PowerShell that starts.
        $count = if ($env:PINNINGTOOLS_LONG -eq '1') { 16 } else { 3 }
        $page = Join-Path $TestDrive shards.html
        $folder = Join-Path $TestDrive 'parts of it'
        $given = '-Path', $list, '-Shards', $count, '-AtOnce', '2', '-Folder', $folder, '-Report', $page
        $output = Invoke-Engine -NoProfile -File (Join-Path $examples 12-Shards.ps1) @given 2>&1 | Out-String
        $LASTEXITCODE | Should -Be 2 -Because $output
        $output | Should -BeLike "PINCHECK CRITICAL: 1 of 2 shows a wrong key: localhost:$($server.ImpostorPort)*"
        @(Get-ChildItem -LiteralPath $folder).Count | Should -Be $count
        (Get-Content -LiteralPath $page -Raw) | Should -BeLike '*<title>CRITICAL: 1 of 2 shows a wrong key*'
    }

    It '10-NextMonth shows what will be wrong' {
        $next = @('-Path', $list, '-Days', '3650')
        $output = Invoke-Engine -NoProfile -File (Join-Path $examples 10-NextMonth.ps1) @next | Out-String
        $LASTEXITCODE | Should -Be 2
        $output | Should -BeLike "As of 20*: Critical: 2 checked*Critical CertificateExpired*localhost:$($server.Port)*has expired*"
    }

    It '16-EnableWebPinning learns what a script asks, and then lets it ask nothing else' -Skip:$noTrustFile {
        $script, $other = 'asks.ps1', 'asks-another.ps1' | ForEach-Object { Join-Path $TestDrive $_ }
        Set-Content -LiteralPath $script "Invoke-RestMethod 'https://localhost:$($server.Port)/'"
        Set-Content -LiteralPath $other "Invoke-RestMethod 'https://localhost:$($server.ImpostorPort)/'"
        $run = Join-Path $examples 16-EnableWebPinning.ps1
        $pins = Join-Path $TestDrive learned.json
        $kept = $env:SSL_CERT_FILE
        # The platform trusts the authority of the server, as it trusts a public one.
        $env:SSL_CERT_FILE = $server.TrustAnchor
        try {
            $learn = "`$ConfirmPreference = 'None'; & '$run' -Script '$script' -PinStore '$pins' -Learn 3>`$null"
            $learnt = Invoke-Engine -NoProfile -Command $learn | Out-String
            $parallel = '-Parallel', "https://localhost:$($server.Port)/"
            $pinned = Invoke-Engine -NoProfile -File $run -Script $script -PinStore $pins @parallel | Out-String
            $refused = Invoke-Engine -NoProfile -File $run -Script $other -PinStore $pins 2>&1 | Out-String
        } finally { $env:SSL_CERT_FILE = $kept }
        $learnt | Should -BeLike "*hello*localhost*$($server.Port)*NotPinned*"
        (Import-PinSet $pins).Pins[0].Pin | Should -BeExactly $leaf
        $pinned | Should -BeLike '*hello*hello*'
        $refused -replace '\s+', ' ' | Should -BeLike "*No pin covers localhost:$($server.ImpostorPort)*"
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

    # With variables, a state and a receiver: Runbook.Tests.ps1.
    It '4-Runbook fails its job for a wrong key and not for a right one, without Automation' {
        $pem = Get-Content -LiteralPath $server.TrustAnchor -Raw
        $row = { param($port) @(@{ HostName = "localhost:$port"; Pin = @($leaf, $backup); TrustAnchor = $pem }) }
        $runbook = Join-Path $examples 4-Runbook.ps1
        $alone = @{ StateVariable = ''; UriVariable = '' }
        & $runbook -Checks (ConvertTo-Json -InputObject (& $row $server.Port)) @alone | Should -BeLike 'PINCHECK OK: *'
        & $runbook -Checks (& $row $server.Port) @alone | Should -BeLike 'PINCHECK OK: *'
        $impostor = ConvertTo-Json -InputObject (& $row $server.ImpostorPort)
        { & $runbook -Checks $impostor @alone 2>$null } | Should -Throw '*1 of 1 shows a wrong key*'
    }

    It '4-Runbook fails its job for a list that was cut off' {
        $row = @{ HostName = "localhost:$($server.Port)"; PinOnly = $true; Pin = @($leaf, $backup) }
        $cut = (ConvertTo-Json -Compress -InputObject @($row)).TrimEnd(']')
        $runbook = Join-Path $examples 4-Runbook.ps1
        { & $runbook -Checks $cut -StateVariable '' -UriVariable '' 2>$null } |
            Should -Throw -ErrorId 'PinCheckListUnreadable,Invoke-PinCheck'
    }

    It '5-CiGate writes tests of JUnit and a page, and fails the job' {
        $report = Join-Path $TestDrive gate.junit.xml
        $page = Join-Path $TestDrive step.md
        $env:GITHUB_STEP_SUMMARY = $page
        try {
            $null = Invoke-Engine -NoProfile -File (Join-Path $examples 5-CiGate.ps1) -Path $list -Report $report
        } finally { Remove-Item -Path Env:GITHUB_STEP_SUMMARY }
        $LASTEXITCODE | Should -Be 2
        $tests = [xml](Get-Content -LiteralPath $report -Raw)
        $tests.testsuites.tests, $tests.testsuites.failures | Should -Be '2', '1'
        Get-Content -LiteralPath $page -Raw | Should -BeLike '## Pin check*Critical*'
        $null = Invoke-Engine -NoProfile -File (Join-Path $examples 5-CiGate.ps1) -Path absent.csv -Report $report 2>&1
        $LASTEXITCODE | Should -Be 3
    }

    It '6-PrometheusTextfile writes metrics, and leaves the old ones where there was no check' {
        $run = Join-Path $examples 6-PrometheusTextfile.ps1
        $metrics = Join-Path $TestDrive pincheck-checks.prom
        $state = Join-Path $TestDrive textfile.state.jsonl
        $null = Invoke-Engine -NoProfile -File $run -Path $list -Folder $TestDrive -State $state
        $LASTEXITCODE | Should -Be 0
        $text = Get-Content -LiteralPath $metrics -Raw
        $text | Should -BeLike "*pincheck_endpoint_pin_matched{*:$($server.ImpostorPort)`"} 0*# EOF*"
        $null = Invoke-Engine -NoProfile -File $run -Path (Join-Path $TestDrive absent/checks.csv) -Folder $TestDrive 2>&1
        $LASTEXITCODE | Should -Be 3
        Get-Content -LiteralPath $metrics -Raw | Should -Be $text
    }

    It '7-Pins.Tests is a suite of Pester' {
        $pester = (Get-Module -Name Pester).Path
        $script = "Import-Module '$pester'; `$container = New-PesterContainer -Path '$examples/7-Pins.Tests.ps1' " +
            "-Data @{ Path = '$list' }; `$run = Invoke-Pester -Container `$container -PassThru -Output None; " +
            "'{0} passed, {1} failed: {2}' -f `$run.PassedCount, `$run.FailedCount, `$run.Failed.ExpandedName"
        $output = Invoke-Engine -NoProfile -Command $script | Out-String
        # The right server has all three, the impostor's certificate is not about to expire.
        $output | Should -BeLike "*4 passed, 1 failed: localhost:$($server.ImpostorPort) shows a pinned key*"
    }

    It '17-Enforcement.Tests is a suite of Pester' -Skip:(-not $IsLinux) {
        $store = Join-Path $TestDrive enforced.json
        New-PinSet api.example $backup -NoBackup | Export-PinSet $store
        $pester = (Get-Module -Name Pester).Path
        $script = "Import-Module '$pester'; `$container = New-PesterContainer -Path '$examples/17-Enforcement.Tests.ps1' " +
            "-Data @{ HostName = 'api.example'; PinStore = '$store' }; `$run = Invoke-Pester -Container `$container -PassThru " +
            "-Output None; '{0} passed, {1} failed: {2}' -f `$run.PassedCount, `$run.FailedCount, `$run.Failed.ErrorRecord"
        Invoke-Engine -NoProfile -Command $script | Out-String | Should -BeLike '*2 passed, 0 failed*'
    }

    It '8-CertSpotterHook says nothing of a key that is pinned, and of another one whom to ask' {
        $store = Join-Path $TestDrive hook.json
        $pem = Join-Path $TestDrive logged.pem
        $stranger = Join-Path $TestDrive stranger.pem
        $own = (Get-SpkiPin localhost -Port $server.Port -TrustAnchor $server.TrustAnchor)[0]
        $other = (Get-SpkiPin localhost -Port $server.ImpostorPort)[0]
        foreach ($one in @{ File = $pem; Certificate = $own }, @{ File = $stranger; Certificate = $other }) {
            Set-Content -LiteralPath $one.File -Value $one.Certificate.ToCertificate().ExportCertificatePem()
        }
        New-PinSet -Pattern localhost -Pin $own.Pin -BackupPin $backup | Export-PinSet $store
        $env:EVENT = 'discovered_cert'
        $run = Join-Path $examples 8-CertSpotterHook.ps1
        try {
            $env:CERT_FILENAME = $pem
            Invoke-Engine -NoProfile -File $run -PinStore $store | Should -BeNullOrEmpty
            $LASTEXITCODE | Should -Be 0
            $env:CERT_FILENAME = $stranger
            $output = Invoke-Engine -NoProfile -File $run -PinStore $store | Out-String
            $LASTEXITCODE | Should -Be 2
            $output | Should -BeLike "A certificate was logged for *localhost*$($other.Pin)*Ask who ordered it.*"
            New-PinSet -Pattern www.example.com -Pin $own.Pin -BackupPin $backup | Export-PinSet $store -Force
            Invoke-Engine -NoProfile -File $run -PinStore $store | Should -BeNullOrEmpty
            $LASTEXITCODE | Should -Be 0
        } finally { Remove-Item -Path Env:EVENT, Env:CERT_FILENAME }
    }

    It '9-DeployGate deploys a certificate that the pins cover, and no other' {
        $store = Join-Path $TestDrive gate.json
        $chain = Get-SpkiPin localhost -Port $server.Port -TrustAnchor $server.TrustAnchor
        $file = Join-Path $TestDrive renewed.pem
        Set-Content -LiteralPath $file -Value ($chain | ForEach-Object { $_.ToCertificate().ExportCertificatePem() })
        $run = Join-Path $examples 9-DeployGate.ps1
        New-PinSet -Pattern localhost -Pin $leaf -BackupPin $backup -TrustAnchor $server.TrustAnchor |
            Export-PinSet $store
        & $run -Path $file -PinStore $store -Deploy { 'deployed' } | Should -Be 'deployed'
        New-PinSet -Pattern localhost -Pin $backup -TrustAnchor $server.TrustAnchor | Export-PinSet $store -Force
        $output = Invoke-Engine -NoProfile -File $run -Path $file -PinStore $store 2>&1 3>&1 | Out-String
        $LASTEXITCODE | Should -Be 2
        $output | Should -BeLike '*LocksOut*'
    }

    It '11-SendNight tells a receiver once, and sends a drill' {
        . (Join-Path $PSScriptRoot WebTestServer.ps1)
        $receiver = Start-WebTestServer
        try {
            $place = (New-Item -ItemType Directory -Path (Join-Path $TestDrive sent)).FullName
            if ($PSVersionTable.Platform -eq 'Unix') { [IO.File]::SetUnixFileMode($place, 'UserRead, UserWrite, UserExecute') }
            Copy-Item $list, (Join-Path $TestDrive anchors.pem) $place
            Set-Content -LiteralPath "$place/uri" -Value "$($receiver.Uri)/status/202?sig=s3cr3tSignature"
            $given = '-Path', "$place/checks.csv", '-State', "$place/n.state.jsonl", '-AddressFile', "$place/uri",
                '-ReceiverRoot', $receiver.Root
            $run = Join-Path $examples 11-SendNight.ps1
            $codes = 1..2 | ForEach-Object {
                $null = Invoke-Engine -NoProfile -File $run @given
                $LASTEXITCODE
            }
            $codes | Should -Be 2, 2
            $null = Invoke-Engine -NoProfile -File $run @given -Test
            $LASTEXITCODE | Should -Be 0
            $bodies = @(Get-ReceivedRequest $receiver.Uri | ForEach-Object body)
            $bodies.Count | Should -Be 2
            $bodies[0] | Should -BeLike "*localhost:$($server.ImpostorPort)*"
            $bodies[1] | Should -BeLike '*DRILL of a pin check*'
        } finally { Stop-WebTestServer $receiver }
        $null = Invoke-Engine -NoProfile -File $run -Path $list -AddressFile (Join-Path $TestDrive absent) 2>&1
        $LASTEXITCODE | Should -Be 3
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

    It 'are at most 40 lines each, and a runbook 90: it is one file that has to keep its own files' {
        foreach ($script in Get-ChildItem -Path $examples -Filter *.ps1) {
            $most = if ($script.Name -eq '4-Runbook.ps1') { 90 } else { 40 }
            (Get-Content -LiteralPath $script.FullName).Count | Should -BeLessOrEqual $most -Because $script.Name
        }
    }
}
