BeforeAll {
    . (Join-Path $PSScriptRoot 'TestServer.ps1')
    $other = 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M='
    $root = [PinningTools.Testing.TestCertificate]::Root('Policy Root')
    $leaf = $root.Issue('localhost')
    $server = Start-TestServer $leaf
    $hostPort = "localhost:$($server.Port)"
    $saved = $env:PINNINGTOOLS_STORE
    $config = $env:XDG_CONFIG_HOME
    function New-TestSet($Pattern = 'localhost', $Pin = $leaf.Pin, [hashtable] $With = @{}) {
        New-PinSet $Pattern $Pin -TrustAnchor $root.Pem -WarningAction SilentlyContinue @With
    }
}

AfterAll {
    Stop-TestServer $server
    $env:PINNINGTOOLS_STORE = $saved
    $env:XDG_CONFIG_HOME = $config
}

Describe 'Test-CertificatePin with pin sets' {
    BeforeEach {
        $env:PINNINGTOOLS_STORE = $null
        $env:XDG_CONFIG_HOME = $TestDrive
        Remove-Item (Join-Path $TestDrive '*') -Recurse -Force
    }

    It 'takes pins from -Pin, else -PinSet, else -PinStore, else the store of the environment, else the user''s own' {
        $path = Join-Path $TestDrive 'given.json'
        New-TestSet | Export-PinSet $path
        $env:PINNINGTOOLS_STORE = Join-Path $TestDrive 'named.json'
        New-TestSet -Pin $other | Export-PinSet
        $set = New-TestSet -Pin $other

        (Test-CertificatePin $hostPort -TrustAnchor $root.Pem).Verdict | Should -Be 'PinMismatch'
        (Test-CertificatePin $hostPort -PinStore $path).Verdict | Should -Be 'Match'
        (Test-CertificatePin $hostPort -PinStore $path -PinSet $set).Verdict | Should -Be 'PinMismatch'
        (Test-CertificatePin $hostPort -Pin $leaf.Pin -PinSet $set -TrustAnchor $root.Pem).Verdict | Should -Be 'Match'
    }

    It 'uses the user''s own store' -Skip:($env:OS -eq 'Windows_NT' -or $IsMacOS) {
        New-TestSet | Export-PinSet
        Join-Path $TestDrive 'pinningtools/pins.json' | Should -Exist
        (Test-CertificatePin $hostPort).Verdict | Should -Be 'Match'
    }

    It 'calls a host without a policy NotPinned, which is no success' {
        $verdict = Test-CertificatePin $hostPort -TrustAnchor $root.Pem
        $verdict.Verdict | Should -Be 'NotPinned'
        $verdict.Passed | Should -BeFalse
        $verdict.Message | Should -Match ([regex]::Escape($leaf.Pin))
        Test-CertificatePin $hostPort -TrustAnchor $root.Pem -Quiet | Should -BeFalse
    }

    It 'does not go on without the store that it was told to use' {
        $path = Join-Path $TestDrive 'none.json'
        { Test-CertificatePin $hostPort -PinStore $path } | Should -Throw -ErrorId 'FileNotFound,*'
        $env:PINNINGTOOLS_STORE = $path
        Test-CertificatePin $hostPort -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NoDefaultStore,*'
        $failure[0].ErrorDetails.RecommendedAction | Should -BeLike '*PINNINGTOOLS_STORE*'
    }

    It 'says which set it applied and keeps the true verdict when only reporting' {
        $set = New-TestSet -Pattern '**.localhost' -Pin $other -With @{ ReportOnly = $true }
        $verdict = Test-CertificatePin $hostPort -PinSet $set
        $verdict.Pattern | Should -Be '**.localhost'
        $verdict.Mode | Should -Be 'ReportOnly'
        $verdict.Verdict | Should -Be 'PinMismatch'
        $verdict.Passed | Should -BeFalse
        $verdict.Allowed | Should -BeTrue
        $verdict.Warnings -join ' ' | Should -Match 'Report-only'
        (Test-CertificatePin $hostPort -PinSet (New-TestSet -Pin $other) -ReportOnly).Allowed | Should -BeTrue
        (Test-CertificatePin $hostPort -PinSet (New-TestSet -Pin $other)).Allowed | Should -BeFalse
    }

    It 'gives <Verdict> for an expired set with OnExpired <OnExpired>' -ForEach @(
        @{ OnExpired = 'Fail'; Verdict = 'PinSetExpired' }
        @{ OnExpired = 'Warn'; Verdict = 'Match' }
        @{ OnExpired = 'Unpinned'; Verdict = 'NotPinned' }
    ) {
        $set = New-TestSet -With @{ Expires = '2020-01-01'; OnExpired = $OnExpired }
        $result = Test-CertificatePin $hostPort -PinSet $set
        $result.Verdict | Should -Be $Verdict
        $result.Warnings -join ' ' | Should -Match 'expired on 2020-01-01'
    }

    It 'gives VetoedPin for a forbidden key' {
        $set = New-TestSet -With @{ BadPin = $root.Pin }
        (Test-CertificatePin $hostPort -PinSet $set).Verdict | Should -Be 'VetoedPin'
    }

    It 'refuses key-only trust that checks nothing' {
        Test-CertificatePin $hostPort -Pin $leaf.Pin -PinOnly -ReportOnly -ErrorVariable failure `
            -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'PinOnlyChecksNothing,*'
    }

    It 'takes sets that went through a job' {
        $set = Start-Job { param($root, $set) $set } -ArgumentList $root.Pem, (New-TestSet) | Receive-Job -Wait
        $set.psobject.TypeNames[0] | Should -Be 'Deserialized.PinningTools.PinSet'
        (Test-CertificatePin $hostPort -PinSet $set).Verdict | Should -Be 'Match'
    }

    It 'takes hashtables for sets, and nothing that is none' {
        $set = @{
            pattern      = 'localhost'
            trust        = 'Anchors'
            trustAnchors = @([Convert]::ToBase64String($root.Der))
            pins         = @(@{ pin = $leaf.Pin })
        }
        (Test-CertificatePin $hostPort -PinSet $set).Verdict | Should -Be 'Match'
        { Test-CertificatePin $hostPort -PinSet 'pins.json' } | Should -Throw '*is not a pin set*'
    }

    It 'does not go on with the local half of a store whose source gave nothing' {
        $key = [Security.Cryptography.ECDsa]::Create([Security.Cryptography.ECCurve+NamedCurves]::nistP256)
        $public = [Convert]::ToBase64String($key.ExportSubjectPublicKeyInfo())
        $path = Join-Path $TestDrive 'source.json'
        $store = [ordered]@{
            pinStore = 1
            source   = @{ uri = 'https://127.0.0.1:1/pins.json'; signingKey = $public }
            pinSets  = @(@{ pattern = '127.0.0.1'; pins = @(@{ pin = $other }) })
        }
        $store | ConvertTo-Json -Depth 5 | Set-Content $path
        { Test-CertificatePin $hostPort -PinStore $path } | Should -Throw -ErrorId 'ConnectFailed,*'
        $key.Dispose()
    }

    It 'works from a store of 10,000 pin sets' {
        $path = Join-Path $TestDrive 'many.json'
        $pins = '"pins": [{"pin": "' + $other + '"}]'
        $sets = 1..9999 | ForEach-Object { '{"pattern": "h' + $_ + '.example.com", ' + $pins + '}' }
        Set-Content $path ('{"pinStore": 1, "pinSets": [' + ($sets -join ",`n") + ']}')
        New-TestSet | Export-PinSet $path -Append
        @(Import-PinSet $path).Count | Should -Be 10000
        (Test-CertificatePin $hostPort -PinStore $path).Verdict | Should -Be 'Match'
    }
}
