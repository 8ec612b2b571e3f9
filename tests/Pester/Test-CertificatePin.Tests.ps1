# What Test-CertificatePin can do beside the main job: certificates at hand, other dates, retries, order, sweeps.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Support.psm1) -Force
    Import-ModuleUnderTest
    $server = Start-ExampleServer
    $trust = @{ TrustAnchor = $server.TrustAnchor }
    $records = Get-SpkiPin localhost -Port $server.Port @trust
    $leaf, $intermediate, $root = $records
    $backup = 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M='
    $foreign = 'sha256/diGVwiVYbubAI3RW4hB9xU8e/CH2GnkuvVFZE8zmgzI='
    $chainFile = Join-Path $TestDrive chain.pem
    Set-Content -LiteralPath $chainFile -Value ($records | ForEach-Object { $_.ToCertificate().ExportCertificatePem() })
}

AfterAll { Stop-ExampleServer $server }

Describe 'Test-CertificatePin without a connection' {
    It 'judges a chain in a file by its name' {
        $verdict = Test-CertificatePin -Path $chainFile -ServerName localhost -Pin $leaf, $backup @trust
        $verdict.Verdict | Should -Be 'Match'
        $verdict.HostName | Should -Be 'localhost'
        $verdict.Address | Should -BeNullOrEmpty
        (Test-CertificatePin -Path $chainFile -ServerName other.example -Pin $leaf @trust).Verdict |
            Should -Be 'NameMismatch'
    }

    It 'judges no name where none is given' {
        (Test-CertificatePin -Path $chainFile -Pin $leaf, $backup @trust).Verdict | Should -Be 'Match'
        (Test-CertificatePin -LiteralPath $chainFile -Pin $foreign, $backup @trust).Verdict | Should -Be 'PinMismatch'
    }

    It 'says so where no name was judged, and which file it was' {
        $verdict = Test-CertificatePin -Path $chainFile -Pin $leaf, $backup @trust
        $verdict.Warnings | Should -Match 'No name was checked'
        $verdict.Target | Should -Be $chainFile
    }

    It 'reads an anchor behind a link anew, even one of the same size' -Skip:(
        $env:OS -eq 'Windows_NT' -or -not (Get-Command -Name openssl -CommandType Application -ErrorAction Ignore)
    ) {
        $file = Join-Path $TestDrive anchor.pem
        $link = Join-Path $TestDrive anchor.link
        $longest = (Get-Item -LiteralPath $server.TrustAnchor).Length + 4096
        $right = (Get-Content -LiteralPath $server.TrustAnchor -Raw).PadRight($longest)
        New-OpensslChain -Folder $TestDrive -Prefix Other
        $wrong = (Get-Content -LiteralPath (Join-Path $TestDrive Otherroot.pem) -Raw).PadRight($longest)
        Set-Content -LiteralPath $file -Value $right -NoNewline
        $null = New-Item -ItemType SymbolicLink -Path $link -Target $file
        $judge = { (Test-CertificatePin -Path $chainFile -Pin $leaf, $backup -TrustAnchor $link).Verdict }
        & $judge | Should -Be 'Match'

        Set-Content -LiteralPath $file -Value $wrong -NoNewline
        & $judge | Should -Be 'UntrustedChain'
    }

    It 'never compares a piped certificate with its own pin' {
        $failure = { Get-SpkiPin -Path $chainFile -Role Leaf | Test-CertificatePin @trust -ErrorAction Stop } |
            Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'OfflineNameMissing,*'
    }

    It 'judges a chain of certificates, leaf first' {
        $sent = $leaf.ToCertificate(), $intermediate.ToCertificate()
        $verdict = Test-CertificatePin -Certificate $sent -ServerName localhost -Pin $root, $backup @trust
        $verdict.Verdict | Should -Be 'Match'
        $verdict.MatchedRole | Should -Be 'Root'
    }

    It 'judges each certificate of the pipeline for itself' {
        $verdicts = $leaf.ToCertificate(), $root.ToCertificate() |
            Test-CertificatePin -Pin $leaf, $backup @trust -Ordered
        $verdicts.Verdict[0] | Should -Be 'UntrustedChain'
        $verdicts.Reason[0] | Should -Be 'MissingIntermediate'
        $verdicts.Verdict[1] | Should -Not -Be 'Match'
    }

    It 'judges at another date' {
        (Test-CertificatePin -Path $chainFile -Pin $leaf, $backup -At (Get-Date).AddDays(10) @trust).Verdict |
            Should -Be 'Match'
        $later = Test-CertificatePin -Path $chainFile -Pin $leaf, $backup -At (Get-Date).AddYears(5) @trust
        $later.Verdict | Should -Be 'CertificateExpired'
        $later.Reason | Should -Be 'Expired'
        (Test-CertificatePin localhost -Port $server.Port -Pin $leaf -At (Get-Date).AddYears(-5) @trust).Reason |
            Should -Be 'NotYetValid'
    }

    It 'passes over a key that lies beside the chain, and says so where there is nothing else' -Skip:(
        -not (Get-Command openssl -ErrorAction SilentlyContinue)) {
        $key = & openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 2>$null
        $both = Join-Path $TestDrive both.pem
        Set-Content -LiteralPath $both -Value ((Get-Content -LiteralPath $chainFile) + $key)
        (Test-CertificatePin -Path $both -Pin $leaf, $backup @trust).Verdict | Should -Be 'Match'
        $alone = Join-Path $TestDrive alone.pem
        Set-Content -LiteralPath $alone -Value $key
        $verdicts = $alone, $both | ForEach-Object { Get-Item -LiteralPath $_ } |
            Test-CertificatePin -Pin $leaf, $backup @trust -Ordered -ErrorVariable missing -ErrorAction SilentlyContinue
        @($verdicts).Count | Should -Be 1
        $missing[0].FullyQualifiedErrorId | Should -BeLike 'NoCertificate,*'
    }

    It 'reads a PFX with its password' {
        $pfx = Join-Path $TestDrive chain.pfx
        $all = [Security.Cryptography.X509Certificates.X509Certificate2Collection]::new()
        foreach ($record in $records) { $null = $all.Add($record.ToCertificate()) }
        [IO.File]::WriteAllBytes($pfx, $all.Export('Pfx', 'open sesame'))
        $secret = ConvertTo-SecureString 'open sesame' -AsPlainText -Force
        (Test-CertificatePin -Path $pfx -Password $secret -Pin $leaf, $backup @trust).Chain.Count | Should -Be 3
        { Test-CertificatePin -Path $pfx -Pin $leaf, $backup @trust -ErrorAction Stop } |
            Should -Throw -ErrorId 'Password*'
    }

    It 'has one bool for each file with -Quiet, false beside an error' {
        $empty = Join-Path $TestDrive empty.pem
        $null = New-Item -Path $empty
        $absent = Join-Path $TestDrive absent.pem
        Test-CertificatePin -LiteralPath $absent, $chainFile, $empty -Pin $leaf, $backup @trust -Quiet `
            -ErrorAction SilentlyContinue -ErrorVariable bad | Should -Be $false, $true, $false
        $bad.FullyQualifiedErrorId -replace ',.*' | Should -Be 'FileNotFound', 'FileEmpty'
        $cut = Join-Path $TestDrive cut.pem
        Set-Content -LiteralPath $cut (Get-Content -LiteralPath $chainFile -TotalCount 3)
        Test-CertificatePin -LiteralPath $cut, $chainFile -Pin $leaf, $backup @trust -Quiet `
            -ErrorAction SilentlyContinue -ErrorVariable bad | Should -Be $false, $true
        $bad.FullyQualifiedErrorId -replace ',.*' | Should -Be 'PemTruncated'
    }

    It 'says what is missing' {
        { Test-CertificatePin -Path $chainFile @trust -PinStore (Join-Path $TestDrive none.json) -ErrorAction Stop } |
            Should -Throw
        { Test-CertificatePin -Path (Join-Path $TestDrive absent.pem) -Pin $leaf -ErrorAction Stop } |
            Should -Throw -ErrorId 'FileNotFound,*'
        { Test-CertificatePin -Path $chainFile -ErrorAction Stop } | Should -Throw -ErrorId 'OfflineNameMissing,*'
    }
}

Describe 'Test-CertificatePin over many hosts' {
    It 'gives the input its order back' {
        $ports = foreach ($i in 1..40) { if ($i % 3) { $server.Port } else { $server.ImpostorPort } }
        $verdicts = $ports | ForEach-Object { "localhost:$_" } | Test-CertificatePin -Pin $leaf, $backup @trust -Ordered
        $verdicts.Port | Should -Be $ports
    }

    It 'goes on behind a host that is none' -Tag Pitfall40 {
        $result = 'localhost', 'not a host', 'localhost' | Test-CertificatePin -Port $server.Port -Pin $leaf @trust `
            -Quiet -ErrorAction SilentlyContinue -ErrorVariable bad
        $result | Should -Be $true, $false, $true
        $bad[0].FullyQualifiedErrorId | Should -BeLike 'HostInvalid,*'
        $bad[0].TargetObject | Should -Be 'not a host'
    }

    It 'tries what it cannot reach again, and what it has judged not' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        (Test-CertificatePin 127.0.0.1:1 -Pin $leaf -MaximumRetryCount 2 -RetryIntervalSec 1).Verdict |
            Should -Be 'ConnectFailed'
        $watch.Elapsed.TotalSeconds | Should -BeGreaterThan 1.9
        $watch.Restart()
        $patient = @{ MaximumRetryCount = 5; RetryIntervalSec = 60 }
        (Test-CertificatePin localhost -Port $server.ImpostorPort -Pin $leaf @trust @patient).Verdict |
            Should -Be 'PinMismatch'
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 30
    }

    It 'connects elsewhere, under another name' {
        $there = @{ Port = $server.Port; Address = '127.0.0.1'; Pin = $leaf, $backup }
        $verdict = Test-CertificatePin pinned.example -ServerName localhost @there @trust
        $verdict.Verdict | Should -Be 'Match'
        $verdict.HostName | Should -Be 'pinned.example'
        (Test-CertificatePin pinned.example @there @trust).Verdict | Should -Be 'NameMismatch'
    }
}

Describe 'Test-CertificatePin from the pipeline' {
    It 'connects to the host of a record, as to that of a row' {
        $verdict = $leaf | Test-CertificatePin @trust
        $verdict.Verdict | Should -Be 'Match'
        $verdict.Target | Should -Be "localhost:$($server.Port)"
        $verdict.Address | Should -Not -BeNullOrEmpty
    }

    It 'refuses the row whose <Column> is <Value>, and judges the next' -ForEach @(
        @{ Column = 'Port'; Value = 'abc' }
        @{ Column = 'Port'; Value = '59.443' }
        @{ Column = 'StartTls'; Value = 'smpt' }
    ) {
        $good = [pscustomobject]@{ HostName = 'localhost'; Port = "$($server.Port)"; StartTls = ''; Pin = "$leaf" }
        $bad = $good.PSObject.Copy()
        $bad.$Column = $Value
        $verdicts = $bad, $good | Test-CertificatePin @trust -ErrorAction SilentlyContinue -ErrorVariable problems
        @($verdicts).Count | Should -Be 1
        $verdicts.Verdict | Should -Be 'Match'
        $problems[0].Exception.Message | Should -Match ([regex]::Escape($Value))
    }

    It 'does not fall back to the store when -Pin is empty' {
        { Test-CertificatePin localhost -Port $server.Port -Pin @() @trust -ErrorAction Stop } |
            Should -Throw -ErrorId 'PinsMissing,*'
    }

    It 'says with -Verbose how it came to a verdict' {
        $said = Test-CertificatePin localhost -Port $server.Port -Pin $leaf @trust -Verbose 4>&1 | Out-String
        $said | Should -Match "localhost:$($server.Port) Match: at .*TLS 1\.\d.* ms"
        $said | Should -Match 'no backup pin'
    }

    It 'shows every number whole on a narrow screen' {
        $lines = Test-CertificatePin localhost -Port $server.Port -Pin $leaf @trust | Out-String -Width 80 -Stream
        $lines -match '^Target' | Should -Match ' Days Reason or pin$'
        $lines -match '^localhost' | Should -Match '\sMatch\s+\d{2,} sha256/'
    }
}

Describe 'Test-CertificatePin refuses' {
    It '<Name> with <Id>' -ForEach @(
        @{ Name = 'a SHA-1 pin'; Id = 'PinIsSha1'; Arguments = @{ Pin = 'sha1/T5x9IXmcrQ7YuQxXnxoCmeeQ84c=' } }
        @{ Name = 'a pin of the wrong length'; Id = 'PinWrongLength'; Arguments = @{ Pin = 'sha256/AAAA' } }
        @{
            Name = 'a pin in the URL alphabet'; Id = 'PinIsBase64Url'
            Arguments = @{ Pin = 'C5-lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M' }
        }
        @{ Name = 'a port twice'; Id = 'PortGivenTwice'; Arguments = @{ HostName = 'localhost:1'; Port = 2 } }
        @{ Name = 'port 0'; Id = 'PortInvalid'; Arguments = @{ Port = 0 } }
        @{ Name = 'port 70000'; Id = 'PortInvalid'; Arguments = @{ Port = 70000 } }
        @{ Name = 'a scheme without TLS'; Id = 'SchemeNotTls'; Arguments = @{ HostName = 'gopher://localhost' } }
        @{
            Name = 'an anchor beside -PinOnly'; Id = 'TrustConflict'
            Arguments = @{ PinOnly = $true; TrustAnchor = 'x.pem' }
        }
        @{
            Name = 'revocation beside -PinOnly'; Id = 'RevocationNeedsChain'
            Arguments = @{ PinOnly = $true; CheckRevocation = $true }
        }
        @{
            Name = 'anchors by a pattern that matches none'; Id = 'FileNotFound'
            Arguments = @{ TrustAnchor = 'absent*.pem' }
        }
        @{ Name = 'a file in place of a host'; Id = 'TargetIsFile'; Arguments = @{ HostName = './web.pem' } }
        @{
            Name = 'an item of a drive in place of a host'; Id = 'TargetIsFile'
            Arguments = @{ HostName = 'Cert:\CurrentUser\My' }
        }
        @{ Name = 'an anchor that is not there'; Id = 'FileNotFound'; Arguments = @{ TrustAnchor = 'absent.pem' } }
    ) {
        $all = @{ HostName = 'localhost'; Pin = $foreign; ErrorAction = 'Stop' } + @{}
        foreach ($name in $Arguments.Keys) { $all[$name] = $Arguments[$name] }
        $failure = { Test-CertificatePin @all } | Should -Throw -ErrorId "$Id,*" -PassThru
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'an anchor that did not issue itself' {
        { Test-CertificatePin localhost -Pin $foreign -TrustAnchor $intermediate -ErrorAction Stop } |
            Should -Throw -ErrorId 'AnchorNotSelfIssued,*'
    }
}
