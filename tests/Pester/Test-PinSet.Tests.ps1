BeforeAll {
    . (Join-Path $PSScriptRoot 'TestServer.ps1')
    $first = 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M='
    $second = 'sha256/diGVwiVYbubAI3RW4hB9xU8e/CH2GnkuvVFZE8zmgzI='
    $good = New-PinSet a.example.com $first -BackupPin $second
    $bad = New-PinSet '**.co.uk' $first -WarningAction SilentlyContinue
}

Describe 'Test-PinSet' {
    It 'has nothing to say about a good set' {
        $good | Test-PinSet | Should -BeNullOrEmpty
        $good | Test-PinSet -Quiet | Should -BeTrue
    }

    It 'writes findings with id, severity, reason and fix' {
        $findings = $good, $bad | Test-PinSet
        $findings.Id | Sort-Object | Should -Be 'NoBackupPin', 'PublicSuffixWildcard'
        $findings.Pattern | Should -Be '**.co.uk', '**.co.uk'
        $findings | ForEach-Object { $_.Reason | Should -Not -BeNullOrEmpty; $_.Fix | Should -Not -BeNullOrEmpty }
    }

    It 'counts only what is severe enough' {
        ($bad | Test-PinSet -MinimumSeverity Error).Id | Should -Be 'PublicSuffixWildcard'
        $one = New-PinSet a.example.com $first -WarningAction SilentlyContinue
        $one | Test-PinSet -Quiet | Should -BeFalse
        $one | Test-PinSet -Quiet -MinimumSeverity Error | Should -BeTrue
    }

    It 'passes good sets through and warns of the others' {
        $passed = $good, $bad | Test-PinSet -PassThru -WarningVariable warning -WarningAction SilentlyContinue
        $passed.Pattern | Should -Be 'a.example.com'
        $warning.Count | Should -Be 2
    }

    It 'reads a store that no other command would, to say what is wrong with it' {
        $path = Join-Path $TestDrive 'pins.json'
        Set-Content $path ('{"pinStore": 1, "pinSets": [{"pattern": "printer", "trust": "PinOnly", ' +
            '"onExpired": "Unpinned", "pins": [{"pin": "' + $first + '"}]}]}')
        $finding = Test-PinSet $path -MinimumSeverity Error
        $finding.Id | Should -Be 'PinOnlyChecksNothing'
        { Test-PinSet (Join-Path $TestDrive 'none.json') } | Should -Throw -ErrorId 'FileNotFound,*'
    }

    It 'looks at the live chain with -Online' {
        $root = [PinningTools.Testing.TestCertificate]::Root('Online Root')
        $leaf = $root.Issue('localhost')
        $server = Start-TestServer $leaf
        try {
            $set = New-PinSet "localhost:$($server.Port)" $leaf.Pin, $root.Pin -TrustAnchor $root.Pem
            $set | Test-PinSet | Should -BeNullOrEmpty
            ($set | Test-PinSet -Online).Id | Should -Be 'AllPinsInChain'
            $set | Update-PinSet -Add $second -ErrorAction Stop | Test-PinSet -Online | Should -BeNullOrEmpty
            (New-PinSet "localhost:$($server.Port)" $first, $second -TrustAnchor $root.Pem | Test-PinSet -Online).Id |
                Should -Be 'LiveMismatch'
        }
        finally { Stop-TestServer $server }
    }

    It 'can end a script with an exit code' {
        $path = Join-Path $TestDrive 'exit.json'
        $bad | Export-PinSet $path
        Invoke-Engine -NoProfile -Command "$import; exit [int](-not (Test-PinSet '$path' -Quiet))"
        $LASTEXITCODE | Should -Be 1
    }
}
