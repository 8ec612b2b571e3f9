# The parameters that Get-SpkiPin and Test-CertificatePin share for connections.
BeforeAll {
    . (Join-Path $PSScriptRoot TestServer.ps1)
    $root = [PinningTools.Testing.TestCertificate]::Root('Test Root')
    $leaf = $root.Issue('localhost')
    $server = [PinningTools.Testing.TlsTestServer]::Start($leaf)
    $judged = @{ Pin = $leaf.Pin; TrustAnchor = $root.Certificate }
    $trusted = @{ TrustAnchor = $root.Certificate; Role = 'Leaf' }
    $secret = ConvertTo-SecureString 'open sesame' -AsPlainText -Force

    function Get-ErrorId([scriptblock] $Command) {
        try { & $Command } catch { return $_.FullyQualifiedErrorId.Split(',')[0] }
    }
}

AfterAll { $null = $server.DisposeAsync().AsTask().Wait(10000) }

Describe '-StartTls' {
    BeforeAll {
        $mail = [PinningTools.Testing.MailTestServer]::Start($leaf, $true)
        $bare = [PinningTools.Testing.MailTestServer]::Start($leaf, $false)
    }

    AfterAll {
        foreach ($one in $mail, $bare) { $null = $one.DisposeAsync().AsTask().Wait(10000) }
    }

    It 'upgrades the connection in both commands' {
        (Get-SpkiPin localhost -Port $mail.Port -StartTls smtp @trusted).Pin | Should -Be $leaf.Pin
        (Test-CertificatePin localhost -Port $mail.Port -StartTls smtp @judged).Verdict | Should -Be 'Match'
    }

    It 'is said by the scheme of a URI' {
        (Test-CertificatePin "smtp://localhost:$($mail.Port)" @judged).Verdict | Should -Be 'Match'
    }

    It 'binds by property name, and an empty cell leaves it to the port' {
        $rows = "HostName,Port,StartTls`nlocalhost,$($mail.Port),Smtp`nlocalhost,$($server.Port)," | ConvertFrom-Csv
        $rows | Test-CertificatePin @judged -Quiet | Should -Be $true, $true
    }

    It 'that is not offered is a verdict in one command and an error in the other' {
        $verdict = Test-CertificatePin localhost -Port $bare.Port -StartTls smtp @judged
        $verdict.Verdict | Should -Be 'StartTlsFailed'
        $verdict.Reason | Should -Be 'StartTlsNotOffered'
        Get-ErrorId { Get-SpkiPin localhost -Port $bare.Port -StartTls smtp -ErrorAction Stop } |
            Should -Be 'StartTlsFailed'
    }

    It 'is not needed where the port is known for one protocol' {
        # An address of loopback on which nobody else listens; 2525 is an alternative port of mail.
        $known = [PinningTools.Testing.MailTestServer]::Start($leaf, [ipaddress]'127.0.77.1', 2525)
        try {
            $there = @{ Port = 2525; Address = '127.0.77.1' }
            (Get-SpkiPin localhost @there @trusted).Pin | Should -Be $leaf.Pin
            (Test-CertificatePin localhost @there @judged).Verdict | Should -Be 'Match'
            (Test-CertificatePin localhost @there -StartTls Auto @judged).Verdict | Should -Be 'Match'
            $first = Test-CertificatePin localhost @there -StartTls None @judged
            $first.Reason | Should -Be 'NotTls'
            $first.Message | Should -BeLike '*-StartTls Smtp*'
            $set = New-PinSet -Pattern localhost:2525 -Pin $leaf.Pin -WarningAction Ignore
            $set.StartTls | Should -BeNullOrEmpty
            (Test-CertificatePin localhost @there -PinSet $set -TrustAnchor $root.Pem).Verdict | Should -Be 'Match'
            $bare = New-PinSet -Pattern localhost:2525 -Pin $leaf.Pin -StartTls None -WarningAction Ignore
            $bare.StartTls | Should -Be 'none'
            (Test-CertificatePin localhost @there -PinSet $bare -TrustAnchor $root.Pem).Reason | Should -Be 'NotTls'
            $row = [pscustomobject]@{
                HostName = 'localhost'; Port = 2525; Address = '127.0.77.1'; Pin = $leaf.Pin; TrustAnchor = $root.Pem
            }
            (Invoke-PinCheck -InputObject $row).Details[0].Verdict | Should -Be 'Match'
            $row | Add-Member -NotePropertyName StartTls -NotePropertyValue None
            (Invoke-PinCheck -InputObject $row).Details[0].Reason | Should -Be 'NotTls'
        }
        finally { $null = $known.DisposeAsync().AsTask().Wait(10000) }
    }

    It 'is named, with the protocol, by a port that begins in the clear' {
        $verdict = Test-CertificatePin localhost -Port $mail.Port @judged
        $verdict.Reason | Should -Be 'NotTls'
        $verdict.Message | Should -BeLike "*'220 mail.example ESMTP'*-StartTls Smtp*"
        { Get-SpkiPin localhost -Port $mail.Port -ErrorAction Stop } | Should -Throw '*Smtp*'
    }

    It 'is met with the name of -EhloName' {
        $strict = [PinningTools.Testing.MailTestServer]::Start($leaf, 'client.example.com')
        try {
            $there = @{ Port = $strict.Port; StartTls = 'Smtp' }
            $refused = Test-CertificatePin localhost @there -EhloName other.example.com @judged
            $refused.Reason | Should -Be 'StartTlsRefused'
            $refused.Message | Should -BeLike "*504*'EHLO other.example.com'*-EhloName*"
            (Test-CertificatePin localhost @there -EhloName client.example.com @judged).Verdict | Should -Be 'Match'
            (Get-SpkiPin localhost @there -EhloName Client.Example.COM @trusted).Pin | Should -Be $leaf.Pin
            $named = @{ HostName = "smtp://localhost:$($strict.Port)"; EhloName = 'client.example.com' }
            (New-PinSet @named -PinOnly -Confirm:$false -WarningAction Ignore).StartTls | Should -Be 'smtp'
            $rows = "HostName,Port,StartTls,EhloName`nlocalhost,$($strict.Port),Smtp,client.example.com" +
                "`nlocalhost,$($strict.Port),Smtp,"
            $rows | ConvertFrom-Csv | Test-CertificatePin @judged -Quiet -Ordered | Should -Be $true, $false
            $row = [pscustomobject]@{
                HostName = 'localhost'; Port = $strict.Port; StartTls = 'Smtp'; Pin = $leaf.Pin; TrustAnchor = $root.Pem
            }
            (Invoke-PinCheck -InputObject $row -EhloName client.example.com).Details[0].Verdict | Should -Be 'Match'
            $row | Add-Member -NotePropertyName EhloName -NotePropertyValue other.example.com
            $detail = (Invoke-PinCheck -InputObject $row -EhloName client.example.com).Details[0]
            $detail.Reason | Should -Be 'StartTlsRefused'
        }
        finally { $null = $strict.DisposeAsync().AsTask().Wait(10000) }
    }

    It 'takes no name that would be a command of its own' {
        $bad = @{ StartTls = 'Smtp'; EhloName = "a.example`r`nQUIT"; ErrorAction = 'Stop' }
        Get-ErrorId { Get-SpkiPin localhost -Port $mail.Port @bad } | Should -Be 'EhloNameInvalid'
    }

    It 'completes by tab' {
        $line = 'Test-CertificatePin a -StartTls po'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain 'Pop3'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain 'Postgres'
        $line = 'Get-SpkiPin a -StartTls '
        $names = (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText
        $names | Should -Contain 'Auto'
        $names | Should -Contain 'None'
    }

    It 'that contradicts the scheme is an error' {
        Get-ErrorId { Get-SpkiPin imap://localhost -StartTls smtp -ErrorAction Stop } | Should -Be 'StartTlsConflict'
    }
}

Describe '-Address, -ServerName and -AllAddresses' {
    It 'connects elsewhere under the same name' {
        $shop = $root.Issue('shop.invalid')
        $there = [PinningTools.Testing.TlsTestServer]::Start($shop)
        try {
            $shopping = @{ Port = $there.Port; Pin = $shop.Pin; TrustAnchor = $root.Certificate }
            $verdict = Test-CertificatePin shop.invalid -Address 127.0.0.1 @shopping
            $verdict.Verdict | Should -Be 'Match'
            $verdict.Address | Should -Be '127.0.0.1'
            (Test-CertificatePin localhost -ServerName shop.invalid @shopping).Verdict | Should -Be 'Match'
        }
        finally { $null = $there.DisposeAsync().AsTask().Wait(10000) }
    }

    It 'has a result for every address' {
        $addresses = @([Net.Dns]::GetHostAddresses('localhost') | Select-Object -Unique)
        $verdicts = @(Test-CertificatePin localhost -Port $server.Port -AllAddresses @judged)
        @($verdicts | ForEach-Object Address) | Should -Be @($addresses | ForEach-Object IPAddressToString)
        $pins = @(Get-SpkiPin localhost -Port $server.Port -AllAddresses @trusted -ErrorAction SilentlyContinue)
        @($pins | ForEach-Object Address) | Should -Contain '127.0.0.1'
    }

    It 'has one bool for a host with -Quiet' {
        @(Test-CertificatePin 127.0.0.1 -Port $server.Port -AllAddresses @judged -Quiet) | Should -Be @($true)
        @(Test-CertificatePin nobody.invalid -AllAddresses @judged -Quiet) | Should -Be @($false)
    }

    It 'names contradictions and nonsense' {
        Get-ErrorId { Test-CertificatePin a.example -Address 127.0.0.1 -AllAddresses @judged } |
            Should -Be 'AddressConflict'
        Get-ErrorId { Test-CertificatePin a.example -Address nonsense @judged -ErrorAction Stop } |
            Should -Be 'AddressInvalid'
        Get-ErrorId { Test-CertificatePin a.example -ServerName 'a b' @judged -ErrorAction Stop } |
            Should -Be 'HostInvalid'
    }
}

Describe '-Proxy' {
    It 'leads to the origin, whose pin is judged' {
        $proxy = [PinningTools.Testing.ConnectProxy]::Start($null)
        $socks = [PinningTools.Testing.Socks5Proxy]::Start($null, 0)
        try {
            (Test-CertificatePin localhost -Port $server.Port @judged -Proxy $proxy.Uri).Verdict | Should -Be 'Match'
            (Get-SpkiPin localhost -Port $server.Port @trusted -Proxy $socks.Uri).Pin | Should -Be $leaf.Pin
            $proxy.Heads.Count | Should -Be 1
            $socks.Requests.Count | Should -Be 1
        }
        finally { foreach ($one in $proxy, $socks) { $null = $one.DisposeAsync().AsTask().Wait(10000) } }
    }

    It 'gets its credentials' {
        $known = [Net.NetworkCredential]::new('keeper', 'open sesame')
        $proxy = [PinningTools.Testing.ConnectProxy]::Start(
            [PinningTools.Testing.ConnectProxyOptions]@{ Credential = $known })
        try {
            $credential = [pscredential]::new('keeper', $secret)
            $through = @{ Port = $server.Port; Proxy = $proxy.Uri }
            (Test-CertificatePin localhost @through @judged -ProxyCredential $credential).Verdict | Should -Be 'Match'
            $verdict = Test-CertificatePin localhost @through @judged
            "$($verdict.Verdict) $($verdict.Reason)" | Should -Be 'ConnectFailed ProxyAuthenticationRequired'
            Get-ErrorId { Get-SpkiPin localhost @through -ErrorAction Stop } |
                Should -Be 'ProxyAuthenticationRequired'
        }
        finally { $null = $proxy.DisposeAsync().AsTask().Wait(10000) }
    }

    It 'names contradictions and nonsense' {
        $credential = [pscredential]::new('keeper', $secret)
        Get-ErrorId { Test-CertificatePin a.example @judged -ProxyCredential $credential } | Should -Be 'ProxyMissing'
        Get-ErrorId { Test-CertificatePin a.example @judged -Proxy ftp://b } | Should -Be 'ProxyInvalid'
        Get-ErrorId { Test-CertificatePin a.example @judged -Proxy http://n:p@b } | Should -Be 'ProxyHasUserInfo'
        $twice = @{ Proxy = 'b'; ProxyUseDefaultCredentials = $true; ProxyCredential = $credential }
        Get-ErrorId { Test-CertificatePin a.example @judged @twice } | Should -Be 'ProxyCredentialConflict'
    }
}

Describe 'A root that was added to the system' -Skip:(-not (Test-Path /usr/share/ca-certificates/mozilla)) {
    It 'is named, where a pin does not match' -Tag Pitfall23 {
        $added = Join-Path $TestDrive added.pem
        Set-Content -LiteralPath $added -Value $root.Pem
        $script = "Import-Module '$(Get-ModulePath)'
            `$other = 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M='
            foreach (`$pin in `$other, '$($leaf.Pin)') {
                `$verdict = Test-CertificatePin localhost -Port $($server.Port) -Pin `$pin
                `$verdict.Verdict, `$verdict.Reason, `$verdict.TrustAnchor, `$verdict.Message -join '|'
            }"
        $before = $env:SSL_CERT_FILE
        try {
            $env:SSL_CERT_FILE = $added
            $said = (Invoke-Engine -NoProfile -Command $script) -join "`n"
        }
        finally { $env:SSL_CERT_FILE = $before }
        $mismatch, $match = $said -split '(?m)^(?=Match)'
        $mismatch | Should -BeLike 'PinMismatch|AddedRoot|CN=Test Root|*TLS inspection*'
        $match | Should -BeLike 'Match|None|CN=Test Root|*'
    }
}

Describe '-SslProtocol, -ClientCertificate and -KeyAlgorithm' {
    It 'allows the TLS versions that are named' {
        (Test-CertificatePin localhost -Port $server.Port @judged -SslProtocol Tls12).Protocol | Should -Be 'TLS 1.2'
        (Test-CertificatePin localhost -Port $server.Port @judged -SslProtocol Tls12, Tls13).Protocol |
            Should -Be 'TLS 1.3'
    }

    It 'shows a client certificate to a server with a good verdict' {
        $asking = [PinningTools.Testing.TlsTestServer]::Start(
            $leaf, [PinningTools.Testing.TlsServerOptions]@{ RequireClientCertificate = $true })
        try {
            $identity = $root.Issue('client').Certificate
            (Test-CertificatePin localhost -Port $asking.Port @judged -ClientCertificate $identity).Verdict |
                Should -Be 'Match'
            $seen = $asking.WaitForConnectionClosedAsync(2, [timespan]::FromSeconds(10)).GetAwaiter().GetResult()
            $seen[0].ClientCertificate | Should -BeNullOrEmpty
            [Linq.Enumerable]::SequenceEqual([byte[]] $seen[1].ClientCertificate, [byte[]] $identity.RawData) |
                Should -BeTrue
        }
        finally { $null = $asking.DisposeAsync().AsTask().Wait(10000) }
    }

    It 'refuses a client certificate without its key' {
        $bare = [Security.Cryptography.X509Certificates.X509Certificate2]::new($root.Issue('client').Der)
        Get-ErrorId { Test-CertificatePin a.example @judged -ClientCertificate $bare } |
            Should -Be 'ClientCertificateHasNoKey'
    }

    It 'asks for each kind of key, and a kind that the host has not is no error' {
        $pins = @(Get-SpkiPin localhost -Port $server.Port @trusted -KeyAlgorithm Both -ErrorVariable missing)
        $pins[0].Pin | Should -Be $leaf.Pin
        $missing.Count | Should -Be 0
        Get-ErrorId { Get-SpkiPin localhost -Port $server.Port @trusted -KeyAlgorithm Rsa } |
            Should -Be 'KeyAlgorithmRefused'
        Get-ErrorId { Get-SpkiPin a.example -KeyAlgorithm EdDsa -NoInspection } |
            Should -Be 'KeyAlgorithmNeedsInspection'
        @(Test-CertificatePin localhost -Port $server.Port @judged -KeyAlgorithm Both).Verdict | Should -Be @('Match')
        (TabExpansion2 'Get-SpkiPin a.example -KeyAlgorithm ').CompletionMatches.CompletionText |
            Sort-Object | Should -Be @('Any', 'Both', 'Ecdsa', 'EdDsa', 'Rsa')
    }

    It 'tells for each TLS version whether the host accepts it' {
        $anchored = @{ TrustAnchor = $root.Certificate }
        $all = @(Get-SpkiPin localhost -Port $server.Port @anchored -AllProtocols)
        $all.Protocol | Should -Be @('SSL 3.0', 'TLS 1.0', 'TLS 1.1', 'TLS 1.2', 'TLS 1.3')
        $all[0].Status | Should -Not -Be 'Accepted'
        $all[3, 4].Status | Should -Be @('Accepted', 'Accepted')
        $all[3, 4].Pin | Should -Be @($leaf.Pin, $leaf.Pin)
        (Test-CertificatePin localhost -Port $server.Port @anchored -Pin $all[4].Pin).Verdict | Should -Be 'Match'
        $shown = $all | Out-String -Width 160
        $shown | Should -BeLike '*Protocol*Status*Key*Days*Pin or reason*Cipher suite*'
        $shown | Should -BeLike "*TLS 1.3*Accepted*EC P-256*$($leaf.Pin)*TLS_*"
        $json = $all | ConvertTo-Json -Depth 4 -EnumsAsStrings | ConvertFrom-Json
        $json[4].Status, $json[4].Pin, $json[4].Chain[0].Pin | Should -Be @('Accepted', $leaf.Pin, $leaf.Pin)
        $back = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($all))
        $back[4].Status | Should -Be 'Accepted'
        $back[4].Chain[0].Pin | Should -Be $leaf.Pin
        foreach ($other in @{ KeyAlgorithm = 'Rsa' }, @{ SslProtocol = 'Tls12' }, @{ Role = 'Leaf' }, @{ NoInspection = $true }) {
            Get-ErrorId { Get-SpkiPin a.example -AllProtocols @other } | Should -Be 'AllProtocolsConflict'
        }
        # Two hosts, one of which is not there: the records of the other, and one error.
        $some = @('127.0.0.1:9', "localhost:$($server.Port)" | Get-SpkiPin @anchored -AllProtocols `
                -ErrorVariable away -ErrorAction SilentlyContinue)
        $some.Count, $away.Count | Should -Be @(5, 1)
    }
}
