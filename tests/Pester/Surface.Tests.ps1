#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# What the commands offer, show and tell at their edges: completion, views, dates, hosts.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Support.psm1) -Force
    Import-ModuleUnderTest
    $server = Start-ExampleServer
    $leaf = (Get-SpkiPin localhost -Port $server.Port -TrustAnchor $server.TrustAnchor -Role Leaf).Pin
    $backup = 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M='
    $store = Join-Path $TestDrive pins.json
    'a.example', '**.b.example:8443', '*.c.example', '[::1]:443' | ForEach-Object {
        New-PinSet $_ $leaf -BackupPin $backup -TrustAnchor $server.TrustAnchor
    } | Export-PinSet $store
    $complete = {
        param($line) (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText
    }
}

AfterAll { Stop-ExampleServer $server }

Describe 'Completion' {
    It 'offers the hosts of the store to <_>' -ForEach 'Test-CertificatePin', 'Get-SpkiPin', 'Update-PinSet -TrustOnFirstUse' {
        $named = if ($_ -like 'Get*') { '' } else { "-PinStore $store " }
        $kept = $env:PINNINGTOOLS_STORE
        $env:PINNINGTOOLS_STORE = $store
        try {
            & $complete "$_ $named-HostName " | Should -Be "'[::1]:443'", 'a.example', 'b.example:8443'
            & $complete "$_ $named-HostName b" | Should -Be 'b.example:8443'
        } finally { $env:PINNINGTOOLS_STORE = $kept }
    }

    It 'offers no SSL, which is refused' {
        $versions = & $complete 'Test-CertificatePin x -SslProtocol '
        $versions | Should -Contain 'Tls12'
        $versions | Should -Not -Contain 'Ssl2'
        $versions | Should -Not -Contain 'Ssl3'
        $versions | Should -Not -Contain 'Default'
        { Get-SpkiPin localhost -SslProtocol Ssl3 } | Should -Throw -ErrorId 'CannotConvertArgument*'
        { Get-SpkiPin localhost -SslProtocol 'Tls12, Ssl2' } | Should -Throw -ErrorId 'CannotConvertArgument*'
        $platform = [Security.Authentication.SslProtocols]'Tls12, Tls13'
        (Get-SpkiPin localhost -Port $server.Port -SslProtocol $platform -WarningAction Ignore).Count |
            Should -BeGreaterThan 0
        (Get-SpkiPin localhost -Port $server.Port -SslProtocol 'Tls12, Tls13' -WarningAction Ignore).Count | Should -BeGreaterThan 0
    }
}

Describe 'The view as a list' {
    BeforeAll {
        $verdict = Test-CertificatePin localhost -Port $server.Port -Pin $leaf -TrustAnchor $server.TrustAnchor
        $set = Import-PinSet $store | Select-Object -First 1
        $read = { param($objects) ($objects | Format-List | Out-String -Width 200).Trim() -split "`n" }
    }

    It 'has of a verdict what a person needs first, and all of it under *' {
        $lines = & $read $verdict
        $lines.Count | Should -BeLessThan 15
        $lines[0] | Should -BeLike 'Target*localhost*'
        $lines[1] | Should -BeLike 'Verdict*Match*'
        "$lines" | Should -Match 'Message +: '
        "$lines" | Should -Match 'Warnings +: There is no backup pin'
        "$lines" | Should -Not -Match 'PresentedChain|Elapsed'
        ($verdict | Format-List * | Out-String) | Should -Match 'PresentedChain'
        # After an object of another type, too.
        foreach ($other in [pscustomobject]@{ a = 1; b = 2; c = 3; d = 4; e = 5 }, [datetime]::Now, (Get-Item $TestDrive)) {
            foreach ($one in $verdict, $set) {
                $text = $other, $one | Out-String -Width 200
                $text | Should -Not -Match 'PresentedChain|Elapsed|MII'
                $text | Should -Match 'Message +:|Pattern +:'
            }
        }
    }

    It 'has of a set its anchors by subject and its pins by line' {
        $lines = & $read $set
        "$lines" | Should -Match 'TrustAnchors +: CN='
        "$lines" | Should -Not -Match 'MII'
        "$lines" | Should -Match ([regex]::Escape("$backup  Backup"))
        ($set | Format-List * | Out-String -Width 500) | Should -Match 'MII'
    }

    It 'has them through a job as well' {
        $remote = [Management.Automation.PSSerializer]::Deserialize(
            [Management.Automation.PSSerializer]::Serialize(@($verdict, $set), 3))
        "$(& $read $remote[0])" | Should -Match 'Verdict +: Match'
        "$(& $read $remote[1])" | Should -Match 'TrustAnchors +: CN='
    }

    It 'has of a summary no list of everything' {
        $row = @{ HostName = 'localhost'; Port = $server.Port; Pin = $leaf, $backup; TrustAnchor = $server.TrustAnchor }
        $summary = $row | Invoke-PinCheck
        (& $read $summary).Count | Should -BeLessThan 6
        ($summary | Format-List * | Out-String) | Should -Match 'Details'
    }
}

Describe 'A date that is null' {
    It 'is refused by <Name>, and does not silently mean now' -ForEach @(
        @{ Name = 'Test-CertificatePin -At'; Run = { Test-CertificatePin localhost:1 -Pin $backup -At $null } }
        @{ Name = 'Test-PinRotation -At'; Run = { Test-PinRotation -Path x.pem -PinStore $store -At $null } }
        @{ Name = 'Update-PinSet -NotAfter'; Run = { Update-PinSet a.example -PinStore $store -Retire $backup -NotAfter $null } }
        @{ Name = 'Update-PinSet -Expires'; Run = { Update-PinSet a.example -PinStore $store -Expires $null -Mode Enforce } }
    ) {
        $Run | Should -Throw -ErrorId 'ParameterArgumentTransformationError*' -ExpectedMessage '*The date is null*'
    }

    It 'makes a set that does not expire' {
        (New-PinSet x.example $leaf -BackupPin $backup -Expires $null).Expires | Should -BeNullOrEmpty
    }
}

Describe 'Several hosts in one text' {
    It 'are told by their number: <_>' -ForEach @(
        'a.example b.example', 'a.example,b.example', 'a.example; b.example:8443', "a.example`nb.example", 'localhost,127.0.0.1'
    ) {
        { Get-SpkiPin $_ -ErrorAction Stop } | Should -Throw -ErrorId 'HostInvalid,*' -ExpectedMessage '*is not a host: the string names 2 hosts*'
        { Test-CertificatePin $_ -Pin $leaf -ErrorAction Stop } | Should -Throw -ExpectedMessage '*is not a host: the string names 2 hosts*'
    }

    It 'are not seen where there is one that is wrong' {
        { Get-SpkiPin 'a.example, b!c' -ErrorAction Stop } | Should -Throw -ExpectedMessage '*is not allowed in a host name*'
        { Get-SpkiPin 'a.example,' -ErrorAction Stop } | Should -Throw -ExpectedMessage '*is not allowed in a host name*'
    }
}

Describe 'The ids of failures to connect' {
    It 'are those that about_PinningTools_Verdicts names' {
        $help = Get-Help about_PinningTools_Verdicts | Out-String
        $failures = @(
            try { Invoke-PinnedWebRequest 'https://127.0.0.1:1/' -Pin $leaf } catch { $_ }
            try { Get-SpkiPin localhost -Port $server.Port -Proxy http://127.0.0.1:1 -ErrorAction Stop } catch { $_ }
            try { Get-SpkiPin 127.0.0.1:1 -ErrorAction Stop } catch { $_ }
        )
        $failures.Count | Should -Be 3
        foreach ($failure in $failures) {
            foreach ($id in @($failure.FullyQualifiedErrorId -split ',' | Select-Object -SkipLast 1)) {
                $help | Should -Match "\b$id\b"
            }
            "$($failure.TargetObject)" | Should -BeLike '*:*'
        }
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'WebCmdletWebResponseException,ConnectFailed,*'
        $failures.FullyQualifiedErrorId[1, 2] | Should -BeLike '*,PinningTools.Commands.GetSpkiPinCommand'
    }
}

Describe 'Progress' {
    It 'is shown while Get-SpkiPin reads many hosts' -Skip:(-not (Get-Command script -ErrorAction SilentlyContinue)) {
        # A listener that answers nobody, so that each host takes its time.
        $silent = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $silent.Start()
        $log = Join-Path $TestDrive progress.log
        $file = New-Item -Path (Join-Path $TestDrive sweep.ps1) -Value @"
Import-Module '$(Get-ModulePath)'
Get-SpkiPin (@('127.0.0.1:$($silent.LocalEndpoint.Port)') * 3) -ThrottleLimit 1 -TimeoutSec 1 -ErrorAction Ignore
"@
        $start = Get-EngineStart -Argument '-NoProfile', '-File', "$file"
        $line = (@($start.FilePath) + $start.ArgumentList) -join ' '
        try { $null = & script -qec $line $log } finally { $silent.Stop() }
        Get-Content -Raw -LiteralPath $log | Should -Match 'Reading pins'
    }
}
