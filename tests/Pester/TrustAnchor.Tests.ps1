# What -TrustAnchor takes, in every command that has it.
BeforeAll {
    . (Join-Path $PSScriptRoot TestServer.ps1)
    $root = [PinningTools.Testing.TestCertificate]::Root('Test Root')
    $intermediate = $root.IssueAuthority('Test Intermediate')
    $leaf = $intermediate.Issue('localhost')
    # Sends no intermediate: only a bundle completes its chain.
    $server = [PinningTools.Testing.ArbitraryChainServer]::Start([PinningTools.Testing.TestCertificate[]]@($leaf))
    $files = @{
        bundle = "$TestDrive/bundle.pem"; root = "$TestDrive/root.pem"; intermediate = "$TestDrive/intermediate.pem"
        key = "$TestDrive/root.key"; der = "$TestDrive/root.der"; remarks = "$TestDrive/remarks.pem"
    }
    Set-Content -LiteralPath $files.bundle -Value ($intermediate.Pem + $root.Pem)
    Set-Content -LiteralPath $files.root -Value $root.Pem
    Set-Content -LiteralPath $files.intermediate -Value $intermediate.Pem
    Set-Content -LiteralPath $files.key -Value $root.KeyPem
    Set-Content -LiteralPath $files.remarks -Value "Certificate:`n`n  # the root`n$($root.Pem)`n`nand`n$($intermediate.Pem)"
    [IO.File]::WriteAllBytes($files.der, $root.Der)

    $commands = @{
        'Test-CertificatePin'      = { Test-CertificatePin localhost -Port $server.Port -Pin $root.Pin @args }
        'Get-SpkiPin'              = { Get-SpkiPin localhost -Port $server.Port @args }
        'New-PinSet'               = { New-PinSet localhost $root.Pin @args }
        'Invoke-PinnedWebRequest'  = { Invoke-PinnedWebRequest "https://localhost:$($server.Port)/" -Pin $root.Pin @args }
        'Invoke-PinnedRestMethod'  = { Invoke-PinnedRestMethod "https://localhost:$($server.Port)/" -Pin $root.Pin @args }
    }

    function Test-Anchor([object] $Anchor) {
        (Test-CertificatePin localhost -Port $server.Port -Pin $root.Pin -TrustAnchor $Anchor).Verdict
    }
}

AfterAll { $null = $server.DisposeAsync().AsTask().Wait(10000) }

Describe '-TrustAnchor' {
    It 'takes a bundle, given as <Name>' -ForEach @(
        @{ Name = 'a file'; Value = { $files.bundle } }
        @{ Name = 'several files'; Value = { $files.intermediate, $files.root } }
        @{ Name = 'text'; Value = { Get-Content -LiteralPath $files.bundle -Raw } }
        @{ Name = 'lines'; Value = { Get-Content -LiteralPath $files.bundle } }
        @{ Name = 'lines with remarks and gaps'; Value = { Get-Content -LiteralPath $files.remarks } }
        @{ Name = 'lines beside a file'; Value = { @(Get-Content -LiteralPath $files.root) + $files.intermediate } }
        @{ Name = 'lines within a list'; Value = { @(Get-Content -LiteralPath $files.root), $files.intermediate } }
        @{ Name = 'certificates'; Value = { $root.Certificate, $intermediate.Certificate } }
        @{ Name = 'records'; Value = { Get-SpkiPin -Path $files.bundle } }
        @{ Name = 'a file item'; Value = { Get-Item -LiteralPath $files.bundle } }
    ) {
        Test-Anchor (& $Value) | Should -Be 'Match'
    }

    It 'takes the lines of a file in which blank lines stand between the blocks, <Name>' -ForEach @(
        @{ Name = 'one by one'; ReadCount = 1 }
        @{ Name = 'by the handful'; ReadCount = 5 }
        @{ Name = 'as one list'; ReadCount = 0 }
    ) {
        $spaced = "$TestDrive/spaced.pem"
        ((Get-Content -Raw -LiteralPath $files.bundle) -replace '-----END CERTIFICATE-----', "$&`r`n`r`n# remark") + "`r`n" |
            Set-Content -LiteralPath $spaced
        Test-Anchor (Get-Content -LiteralPath $spaced -ReadCount $ReadCount) | Should -Be 'Match'
    }

    It 'takes no empty value beside a file or alone' {
        { Test-CertificatePin localhost -Port $server.Port -Pin $root.Pin -TrustAnchor $files.bundle, '' } |
            Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        { Test-CertificatePin localhost -Port $server.Port -Pin $root.Pin -TrustAnchor '' } |
            Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It 'takes the bytes of a file as Get-Content gives them' {
        $bytes = Get-Content -LiteralPath $files.der -AsByteStream
        $verdict = Test-CertificatePin -Certificate ($leaf.Pem + $intermediate.Pem) -ServerName localhost `
            -Pin $root.Pin -TrustAnchor $bytes
        $verdict.Verdict | Should -Be 'Match'
    }

    It 'takes lines and a bundle in <_>' -ForEach 'Test-CertificatePin', 'Get-SpkiPin', 'New-PinSet' {
        $lines = Get-Content -LiteralPath $files.bundle
        & $commands[$_] -TrustAnchor $lines -ErrorAction Stop | Should -Not -BeNullOrEmpty
    }

    It 'names a file in <_> for what it is' -ForEach @(
        'Test-CertificatePin', 'Get-SpkiPin', 'New-PinSet', 'Invoke-PinnedWebRequest', 'Invoke-PinnedRestMethod'
    ) {
        { & $commands[$_] -TrustAnchor $files.key -ErrorAction Stop } |
            Should -Throw '*root.key*is a private key*' -ErrorId 'NoCertificate,*'
        { & $commands[$_] -TrustAnchor $files.intermediate -ErrorAction Stop } |
            Should -Throw '*cannot be a trust anchor*' -ErrorId 'AnchorNotSelfIssued,*'
    }

    It 'of a pin set keeps the bundle' {
        $set = New-PinSet localhost $root.Pin -TrustAnchor $files.bundle -WarningAction SilentlyContinue
        $store = "$TestDrive/store.json"
        $set | Export-PinSet -Path $store
        (Test-CertificatePin localhost -Port $server.Port -PinStore $store).Verdict | Should -Be 'Match'
        (Test-CertificatePin localhost -Port $server.Port -PinSet $set).Verdict | Should -Be 'Match'
    }

    It 'of a row is a file, text or lines' {
        $row = @{ HostName = "localhost:$($server.Port)"; Pin = $root.Pin, 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=' }
        $lines = @(Get-Content -LiteralPath $files.remarks)
        foreach ($anchor in $files.bundle, "$($files.root);$($files.intermediate)", ($lines -join "`n"), $lines) {
            $list = "$TestDrive/list.json"
            ConvertTo-Json @($row + @{ TrustAnchor = $anchor }) | Set-Content -LiteralPath $list
            $detail = (Invoke-PinCheck -Path $list).Details[0]
            $detail.Level | Should -Be 'Ok' -Because $detail.Message
        }
        $detail = ([pscustomobject]($row + @{ TrustAnchor = $files.key }) | Invoke-PinCheck).Details[0]
        $detail.Message | Should -BeLike '*root.key*is a private key*'
    }
}
