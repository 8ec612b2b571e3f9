# What every command makes of a store whose source pins hosts that the file does not.

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestServer.ps1')
    $first = 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M='
    $second = 'sha256/diGVwiVYbubAI3RW4hB9xU8e/CH2GnkuvVFZE8zmgzI='
    $real = [PinningTools.Testing.TestCertificate]::SelfSigned('localhost')
    $impostor = [PinningTools.Testing.TestCertificate]::SelfSigned('localhost')
    $signer = [Security.Cryptography.ECDsa]::Create([Security.Cryptography.ECCurve]::CreateFromFriendlyName('nistP256'))

    # A store with a source, and the copy of what was fetched from it a moment ago.
    function New-SourcedStore([string] $Name, [string] $PinSets, [string] $Local = '', [string] $Until = '2099-01-01') {
        $folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive $Name)).FullName
        $content = [Text.Encoding]::UTF8.GetBytes(
            "{`"pinStore`": 1, `"version`": 3, `"validUntil`": `"$Until`", `"pinSets`": [$PinSets]}")
        $signature = $signer.SignData($content, [Security.Cryptography.HashAlgorithmName]::SHA256)
        $key = [Convert]::ToBase64String($signer.ExportSubjectPublicKeyInfo())
        $path = Join-Path $folder pins.json
        [IO.File]::WriteAllText($path, "{`"pinStore`": 1, `"source`": {`"uri`": `"https://127.0.0.1:1/store.json`", " +
            "`"signingKey`": `"$key`"}, `"pinSets`": [$Local{`"pattern`": `"127.0.0.1:1`", `"pins`": [{`"pin`": `"$first`"}]}]}")
        [IO.File]::WriteAllText("$path.copy", (@{
                    pinStoreCopy = 1
                    fetched      = [DateTime]::UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")
                    signature    = [Convert]::ToBase64String($signature)
                    content      = [Convert]::ToBase64String($content)
                } | ConvertTo-Json))
        $path
    }

    function Get-Set([string] $Pattern, [string] $Pin, [string] $More = '') {
        "{`"pattern`": `"$Pattern`", `"trust`": `"PinOnly`"$More, `"pins`": [{`"pin`": `"$Pin`"}]}"
    }
}

AfterAll { $signer.Dispose() }

Describe 'A store with a signed source' {
    BeforeAll {
        $server = Start-TestServer $impostor
        $hostPort = "localhost:$($server.Port)"
    }

    AfterAll { Stop-TestServer $server }

    It 'decides what a first use is' {
        $path = New-SourcedStore first (Get-Set $hostPort $real.Pin)
        $before = Get-Content $path -Raw

        $verdict = Update-PinSet -TrustOnFirstUse -HostName $hostPort -PinStore $path -ErrorVariable failure `
            -ErrorAction SilentlyContinue

        $verdict.Verdict | Should -Be 'PinMismatch'
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'KeyChanged,*'
        Get-Content $path -Raw | Should -Be $before
        (Test-CertificatePin $hostPort -PinStore $path).Verdict | Should -Be 'PinMismatch'
    }

    It 'says whose a set is that is to be changed and not in the file' {
        $path = New-SourcedStore foreign (Get-Set localhost $real.Pin)
        $quiet = @{ PinStore = $path; ErrorAction = 'SilentlyContinue' }
        Update-PinSet localhost -Add $first @quiet -ErrorVariable update
        Remove-PinSet localhost @quiet -ErrorVariable remove
        foreach ($failure in $update[0], $remove[0]) {
            $failure.FullyQualifiedErrorId | Should -BeLike 'PinSetMissing,*'
            $failure.ErrorDetails.RecommendedAction | Should -Match 'Only the publisher can change a set of its source https://127.0.0.1:1/store.json '
        }
    }

    It 'still records a host that nothing covers' {
        $path = New-SourcedStore uncovered (Get-Set other.example $real.Pin)

        $verdict = Update-PinSet -TrustOnFirstUse -HostName $hostPort -PinStore $path -WarningAction SilentlyContinue

        $verdict.Reason | Should -Be 'RecordedOnFirstUse'
        (Test-CertificatePin $hostPort -PinStore $path).Verdict | Should -Be 'Match'
    }

    It 'refuses a first use while the source cannot be read' {
        $path = New-SourcedStore away (Get-Set other.example $real.Pin)
        Remove-Item "$path.copy"

        $failure = $null
        $verdict = Update-PinSet -TrustOnFirstUse -HostName $hostPort -PinStore $path -ErrorVariable failure `
            -ErrorAction SilentlyContinue
        $verdict | Should -BeNullOrEmpty
        $failure | Should -Not -BeNullOrEmpty
        (Import-PinSet $path -WarningAction SilentlyContinue).Pattern | Should -Be '127.0.0.1:1'
    }

    It 'refuses a first use while what the source has is past its end' {
        $path = New-SourcedStore lapsed (Get-Set other.example $real.Pin) -Until 2026-01-01

        $failure = $null
        $null = Update-PinSet -TrustOnFirstUse -HostName $hostPort -PinStore $path -ErrorVariable failure `
            -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'FirstUseUnsure,*'
    }

    It 'rehearses a rotation with the sets of the source' {
        $path = New-SourcedStore rotation (Get-Set localhost $real.Pin)

        $answer = Test-PinRotation -Certificate $impostor.Certificate -PinStore $path -HostName localhost
        $answer.Pattern | Should -Be 'localhost'
        $answer.Outcome | Should -Be 'LocksOut'
        "$($answer.Steps)" | Should -Match 'ask the publisher of https://127.0.0.1:1/store.json to do it'
        { Test-PinRotation -Certificate $impostor.Certificate -PinStore $path -HostName localhost, 'https://a b/' } |
            Should -Throw '*not a host pattern*'
    }

    It 'shows its sets, or says that it does not' {
        $local = (Get-Set www.example $first) + ', '
        $path = New-SourcedStore import "$(Get-Set localhost $real.Pin), $(Get-Set www.example $second)" $local

        (Import-PinSet $path -WarningVariable warning -WarningAction SilentlyContinue).Pattern |
            Should -Be '127.0.0.1:1', 'www.example'
        "$warning" | Should -Match 'published at https://127.0.0.1:1/store.json are also in force'
        { Import-PinSet $path -Strict -ErrorAction Stop } | Should -Throw '*are also in force*'
        $all = Import-PinSet $path -IncludeSource -Strict
        $all.Pattern | Should -Be '127.0.0.1:1', 'www.example', 'localhost'
        # The file's own set stands before the one of the source.
        $all[1].Pins.Pin | Should -Be $first
    }

    It 'has its hosts checked at night' {
        $path = New-SourcedStore night (Get-Set $hostPort $real.Pin)

        $summary = Invoke-PinCheck -PinStore $path -TimeoutSec 5
        $detail = $summary.Details | Where-Object HostName -EQ localhost
        $detail.Verdict | Should -Be 'PinMismatch'
        $summary.Level | Should -Be 'Critical'
    }
}

Describe 'A store that is published' {
    BeforeEach {
        $path = Join-Path $TestDrive 'published.json'
        Remove-Item $path -ErrorAction Ignore
        New-PinSet a.example $first -BackupPin $second | Export-PinSet $path
    }

    It 'is given its end and its version by one command' {
        Update-PinSet -PinStore $path -ValidUntil '2099-01-15'
        $store = Get-Content $path -Raw | ConvertFrom-Json
        "$($store.validUntil)" | Should -Match '2099'
        $store.version | Should -Be 1
        Update-PinSet -PinStore $path -ValidUntil '2099-02-15'
        (Get-Content $path -Raw | ConvertFrom-Json).version | Should -Be 2
        (Import-PinSet $path).Pattern | Should -Be 'a.example'
    }

    It 'is exported with its end' {
        $other = Join-Path $TestDrive 'other.json'
        Import-PinSet $path | Export-PinSet $other -ValidUntil '2099-01-15'
        (Get-Content $other -Raw | ConvertFrom-Json).version | Should -Be 1
        # A later export keeps it.
        Import-PinSet $path | Export-PinSet $other -Force
        Get-Content $other -Raw | Should -Match '"validUntil": "2099-01-15"'
        Import-PinSet $path | Export-PinSet -Format PinStore -ValidUntil '2099-01-15' | Should -Match '"version": 1'
    }

    It 'is not changed with -WhatIf' {
        $before = Get-Content $path -Raw
        Update-PinSet -PinStore $path -ValidUntil '2099-01-15' -WhatIf
        Get-Content $path -Raw | Should -Be $before
    }

    It 'refuses an end that is past, and one for another format' {
        { Update-PinSet -PinStore $path -ValidUntil '2020-01-15' } | Should -Throw -ErrorId 'ValidUntilPast,*'
        { Import-PinSet $path | Export-PinSet $path -ValidUntil '2020-01-15' } | Should -Throw -ErrorId 'ValidUntilPast,*'
        { Import-PinSet $path | Export-PinSet "$path.txt" -Format Hex -ValidUntil '2099-01-15' } |
            Should -Throw -ErrorId 'FormatHasNoValidUntil,*'
    }

    It 'without an end is a finding' {
        (Get-Content $path -Raw).Replace('"pinStore": 1,', '"pinStore": 1, "version": 7,') | Set-Content $path
        $finding = Test-PinSet $path | Where-Object Id -EQ NoValidUntil
        # What it advises works when it is pasted.
        Invoke-Expression ($finding.Fix -replace '^.*?: ')
        Test-PinSet $path | Where-Object Id -Like '*ValidUntil*' | Should -BeNullOrEmpty
        (Get-Content $path -Raw | ConvertFrom-Json).version | Should -Be 8
    }
}

Describe '-NoClobber' {
    It 'overwrites neither file of a format that has two' {
        $set = New-PinSet a.example $first -BackupPin $second
        $path = Join-Path $TestDrive 'list.json'
        $beside = Join-Path $TestDrive 'list.pins'
        Set-Content $beside 'mine'

        { $set | Export-PinSet $path -Format Chromium -NoClobber -WarningAction SilentlyContinue } |
            Should -Throw -ErrorId 'FileExists,*'
        Get-Content $beside | Should -Be 'mine'
        $path | Should -Not -Exist

        Remove-Item $beside
        $set | Export-PinSet $path -Format Chromium -NoClobber -WarningAction SilentlyContinue
        $path, $beside | Should -Exist
        Remove-Item $beside
        { $set | Export-PinSet $path -Format Chromium -NoClobber -WarningAction SilentlyContinue } |
            Should -Throw -ErrorId 'FileExists,*'
        $beside | Should -Not -Exist
    }

    It 'does not overwrite another file unasked that the second one would take the place of' {
        $path = Join-Path $TestDrive 'fresh.json'
        $beside = Join-Path $TestDrive 'fresh.pins'
        Set-Content $beside 'mine'
        $set = New-PinSet a.example $first -BackupPin $second

        { $set | Export-PinSet $path -Format Chromium -WarningAction SilentlyContinue } |
            Should -Throw -ErrorId 'FileHoldsOther,*'
        Get-Content $beside | Should -Be 'mine'
        $set | Export-PinSet $path -Format Chromium -Force -WarningAction SilentlyContinue
        Get-Content $beside -Raw | Should -Not -Match 'mine'
    }
}
