# What a night says of dates: of the whole path, and of those that cannot be read.
BeforeAll {
    . (Join-Path $PSScriptRoot TestServer.ps1)
    $backup = 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M='
    $servers = [Collections.Generic.List[object]]::new()

    function New-Option([double] $Days) {
        $option = [PinningTools.Testing.CertificateOptions]::new()
        $now = [DateTimeOffset]::UtcNow
        # PowerShell sets no member that is only initialised.
        foreach ($one in @{ NotBefore = $now.AddDays(-400); NotAfter = $now.AddDays($Days + 0.5) }.GetEnumerator()) {
            $option.GetType().GetProperty($one.Key).SetValue($option, $one.Value)
        }
        $option
    }

    # A row for a server with a path whose certificates have so many days left.
    function New-Row([double] $Leaf, [double] $Intermediate, [double] $Root) {
        $top = [PinningTools.Testing.TestCertificate]::Root('Root', (New-Option $Root))
        $middle = $top.IssueAuthority('Intermediate', (New-Option $Intermediate))
        $own = $middle.Issue('localhost', (New-Option $Leaf))
        $server = [PinningTools.Testing.TlsTestServer]::Start($own)
        $servers.Add($server)
        [pscustomobject]@{ HostName = "localhost:$($server.Port)"; Pin = $own.Pin, $backup; TrustAnchor = $top.Pem }
    }
}

AfterAll { foreach ($one in $servers) { $null = $one.DisposeAsync().AsTask().Wait(10000) } }

Describe 'The expiry of a path' {
    It 'is that of its first certificate, which is named: <Name>' -ForEach @(
        @{ Days = 89, 3, 900; Name = 'CN=Intermediate'; Text = "The intermediate certificate 'CN=Intermediate' of the path expires in 3 days.*" }
        @{ Days = 89, 300, 3; Name = 'CN=Root'; Text = "The root certificate 'CN=Root' of the path expires in 3 days.*" }
        @{ Days = 3, 300, 900; Name = 'CN=localhost'; Text = 'The certificate expires in 3 days.*' }
    ) {
        $detail = (New-Row @Days | Invoke-PinCheck).Details[0]
        $detail.Level, $detail.Verdict | Should -Be 'Warning', 'Match'
        $detail.DaysLeft, $detail.LeafDaysLeft, $detail.ExpiresFirst | Should -Be 3, $Days[0], $Name
        $detail.Message | Should -BeLike $Text
        $detail.Result.NotAfter | Should -BeOfType [DateTime]
    }

    It 'is no warning while all of it lasts' {
        (New-Row 89 300 900 | Invoke-PinCheck).Details[0].Level | Should -Be 'Ok'
        (New-Row 89 300 900 | Invoke-PinCheck -WarningDays 301).Details[0].ExpiresFirst | Should -Be 'CN=localhost'
    }

    It 'that is past is told under key-only trust' {
        $row = New-Row -2 300 900
        $row = [pscustomobject]@{ HostName = $row.HostName; Pin = $row.Pin; PinOnly = 'true' }
        $detail = ($row | Invoke-PinCheck).Details[0]
        $detail.Level | Should -Be 'Warning'
        $detail.Message | Should -BeLike 'The certificate expired on 20??-??-??.*'
    }
}

Describe 'A validity that cannot be read' {
    BeforeAll {
        $top = [PinningTools.Testing.TestCertificate]::Root('Root')
        $own = $top.Issue('localhost')
        $der = [PinningTools.Testing.ResignedCertificate]::WithUnreadableEnd($own)
        $list = [Collections.Generic.List[byte[]]]::new()
        $list.Add($der)
        $server = [PinningTools.Testing.ArbitraryChainServer]::Start($own.Key, $list)
        $servers.Add($server)
    }

    It 'is a warning under key-only trust, and not Ok' {
        $row = [pscustomobject]@{ HostName = "localhost:$($server.Port)"; Pin = $own.Pin, $backup; PinOnly = 'true' }
        $detail = ($row | Invoke-PinCheck).Details[0]
        $detail.Level, $detail.Verdict | Should -Be 'Warning', 'Match'
        $detail.DaysLeft | Should -BeNullOrEmpty
        $detail.Message | Should -BeLike '*cannot be read*'
    }

    It 'is unknown by its own reason in a chain, and not expired' {
        $row = [pscustomobject]@{ HostName = "localhost:$($server.Port)"; Pin = $own.Pin, $backup; TrustAnchor = $top.Pem }
        $detail = ($row | Invoke-PinCheck).Details[0]
        $detail.Level, $detail.Verdict, $detail.Reason | Should -Be 'Unknown', 'Unknown', 'ValidityUnreadable'
        $detail.Message | Should -Not -BeLike '*expired*'
    }
}
