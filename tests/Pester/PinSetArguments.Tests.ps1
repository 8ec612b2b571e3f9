# What people type and pipe, where it once went wrong.
BeforeAll {
    . (Join-Path $PSScriptRoot 'TestServer.ps1')
    $first = 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M='
    $second = 'sha256/diGVwiVYbubAI3RW4hB9xU8e/CH2GnkuvVFZE8zmgzI='
    $third = 'sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='
    $saved = $env:PINNINGTOOLS_STORE
}

AfterAll { $env:PINNINGTOOLS_STORE = $saved }

Describe 'Pin sets from hashtables, whose keys have no case' {
    It 'takes <_> as it is meant' -ForEach 'Bad', 'BAD', 'bad' {
        $pins = @{ PIN = $first; $_ = $true }, @{ pin = $second }
        $set = @{ PATTERN = 'a.example'; EXPIRES = '2020-01-01'; pins = $pins } | Update-PinSet -Add $third
        $set.Pins[0].Bad | Should -BeTrue
        $set.Expires.Year | Should -Be 2020
        $set.Unknown | Should -BeNullOrEmpty
    }

    It 'refuses a duplicate name' {
        $table = [hashtable]::new([StringComparer]::Ordinal)
        $table.Pin = $first
        $table.bad = $true
        $table.Bad = $false
        { Update-PinSet -InputObject @{ pattern = 'a.example'; pins = @($table) } -Add $third } |
            Should -Throw "*duplicate member 'bad'*"
    }
}

Describe 'Files through the pipeline' {
    BeforeAll {
        $folder = Join-Path $TestDrive 'stores'
        $null = New-Item -ItemType Directory $folder
        New-PinSet '**.co.uk' $first -BackupPin $second | Export-PinSet (Join-Path $folder 'one.json')
        New-PinSet a.example $first -WarningAction SilentlyContinue | Export-PinSet (Join-Path $folder '[two].json')
    }

    It 'are taken by Test-PinSet' {
        $findings = Get-ChildItem $folder -Filter *.json | Test-PinSet -MinimumSeverity Warning
        $findings.Id | Sort-Object | Should -Be 'NoBackupPin', 'PublicSuffixWildcard'
        (Test-PinSet -LiteralPath (Join-Path $folder '[two].json') -MinimumSeverity Warning).Id |
            Should -Be 'NoBackupPin'
        { Test-PinSet (Join-Path $folder 'none*.json') -Quiet } | Should -Throw -ErrorId 'FileNotFound,*'
    }

    It 'are taken by Test-PinRotation' {
        $leaf = [PinningTools.Testing.TestCertificate]::SelfSigned('host.example')
        $file = Join-Path $TestDrive '[new].pem'
        Set-Content -LiteralPath $file $leaf.Pem
        $store = Join-Path $TestDrive 'rotation.json'
        New-PinSet host.example $first, $second -PinOnly | Export-PinSet $store
        $result = Get-Item -LiteralPath $file | Test-PinRotation -PinStore $store
        "$($result.Outcome)" | Should -Be 'LocksOut'
        $result.Steps[0] | Should -Match ([regex]::Escape("-PinStore '$store'"))
        # As it is pasted.
        Invoke-Expression ($result.Steps[0] -replace '^[^:]*: ')
        (Get-Item -LiteralPath $file | Test-PinRotation -PinStore $store -Quiet) | Should -BeTrue
    }
}

Describe 'Messages' {
    It 'says that there is no default store yet, and how to make one' {
        $env:PINNINGTOOLS_STORE = Join-Path $TestDrive 'default.json'
        $calls = { Import-PinSet -ErrorAction Stop }, { Test-PinSet }, { Update-PinSet a -Add $first },
        { Remove-PinSet a }
        foreach ($call in $calls) {
            $call | Should -Throw -ErrorId 'NoDefaultStore,*'
            $call | Should -Throw "*$env:PINNINGTOOLS_STORE*"
        }
    }

    It 'refuses <_> as a pattern and says why' -ForEach @(
        'https://x.example.com/', '//x.example.com/', 'x.example.com/path'
    ) {
        { New-PinSet -Pattern $_ -Pin $first } | Should -Throw '*URI or a path*'
    }

    It 'takes -Pin of Update-PinSet for a pin' {
        $set = New-PinSet a.example $first, $second | Update-PinSet -Pin $third
        $set.Pins.Pin | Should -Be $first, $second, $third
    }

    It 'says what -WhatIf would change' {
        $path = Join-Path $TestDrive 'whatif.json'
        New-PinSet a.example $first, $second | Export-PinSet $path
        $said = Invoke-Engine -NoProfile -Command "$import
            Update-PinSet a.example -PinStore '$path' -Add $third -Remove $second -Mode ReportOnly -WhatIf"
        "$said" | Should -Match ([regex]::Escape("Add $third, remove $second, set the mode to ReportOnly"))
    }

    It 'says that only a backup pin is left' {
        $set = New-PinSet a.example $first -Role Leaf -BackupPin $second
        $set | Update-PinSet -Remove $first -WarningVariable warning -WarningAction SilentlyContinue | Out-Null
        "$warning" | Should -Match 'only backup pins'
        "$warning" | Should -Not -Match 'no backup pin'
    }

    It 'completes the pins of the set that is named' {
        $path = Join-Path $TestDrive 'complete.json'
        New-PinSet a.example $first, $second | Export-PinSet $path
        foreach ($parameter in 'Remove', 'Promote', 'Retire') {
            $line = "Update-PinSet a.example -PinStore '$path' -$parameter "
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be "'$first'", "'$second'"
        }
    }

    It 'completes the pins of the set that applies: <Line>' -ForEach @(
        @{ Line = 'Test-CertificatePin www.a.example:8443' }
        @{ Line = 'Test-CertificatePin -Uri ldaps://www.a.example' }
        @{ Line = 'Invoke-PinnedWebRequest https://www.a.example/path' }
    ) {
        $path = Join-Path $TestDrive 'applies.json'
        New-PinSet '*.a.example' $first, $second | Export-PinSet $path -Force
        $text = "$Line -PinStore '$path' -Pin "
        (TabExpansion2 $text $text.Length).CompletionMatches.CompletionText | Should -Be "'$first'", "'$second'"
    }
}
