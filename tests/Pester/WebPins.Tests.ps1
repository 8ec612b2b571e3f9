BeforeDiscovery {
    $script:noNginx = -not (Get-Command nginx, /usr/sbin/nginx -ErrorAction SilentlyContinue)
}

BeforeAll {
    . $PSScriptRoot/WebParity.ps1
    $script:uri = $server.Uri
    $script:module = Get-ModulePath
}

AfterAll { Stop-Parity }

Describe 'Pins' {
    It 'come from a pin set, for redirections too' {
        $set = New-PinSet 'localhost' $server.Pin, $server.ImpostorPin -WarningAction SilentlyContinue
        $hop = "$uri/redirect?to=$($server.ImpostorUri)/html"
        $response = Invoke-PinnedWebRequest $hop -PinSet $set -TrustAnchor $server.Root
        $response.Pinning.MatchedPin | Should -Be $server.Pin, $server.ImpostorPin
    }

    It 'are the only trust with -PinOnly' {
        (Invoke-PinnedWebRequest "$uri/" -Pin $server.Pin -PinOnly).StatusCode | Should -Be 200
    }

    It 'only warn with -ReportOnly' {
        $with = @{ Pin = $server.ImpostorPin; TrustAnchor = $server.Root; WarningAction = 'SilentlyContinue' }
        $response = Invoke-PinnedWebRequest "$uri/" @with -ReportOnly -WarningVariable warned
        $response.StatusCode | Should -Be 200
        "$warned" | Should -Match 'No pin matched'
        $response.Pinning[0].Verdict | Should -Be 'PinMismatch'
    }

    It 'do not cover where a redirection leads' {
        $hop = "$uri/redirect?to=$($server.ImpostorUri)/"
        { Invoke-PinnedWebRequest $hop @pinned } | Should -Throw -ErrorId 'UnpinnedRedirection,*'
        $response = Invoke-PinnedWebRequest $hop @pinned -AllowUnpinnedRedirect
        $response.Pinning.Verdict | Should -Be 'Match', 'NotPinned'
    }

    It 'leave other hosts to the sets that are given with them: <_>' -ForEach '-PinSet', '-PinStore' {
        $hop = "$uri/redirect?to=$($server.ImpostorUri)/html"
        $place = ([uri] $server.ImpostorUri).Authority
        $right, $wrong = foreach ($pin in $server.ImpostorPin, $server.Pin) {
            $set = New-PinSet $place $pin -WarningAction SilentlyContinue
            if ($_ -eq '-PinSet') { @{ PinSet = $set } }
            else {
                $path = Join-Path $folder "$([guid]::NewGuid()).json"
                $set | Export-PinSet $path
                @{ PinStore = $path }
            }
        }
        (Invoke-PinnedWebRequest $hop @pinned @right).Pinning.Verdict | Should -Be 'Match', 'Match'
        { Invoke-PinnedWebRequest $hop @pinned @wrong } | Should -Throw -ErrorId 'PinMismatch,*'
        { Invoke-PinnedWebRequest "$($server.PlainUri -replace '^http:', 'https:')/" @pinned @right } | Should -Throw
        (Invoke-PinnedWebRequest "$uri/" @pinned @wrong).Pinning.Verdict | Should -Be 'Match'
    }

    It 'lift no veto of the sets that are given with them' {
        $set = New-PinSet 'localhost' $server.ImpostorPin -BadPin $server.Pin -WarningAction SilentlyContinue
        { Invoke-PinnedWebRequest "$uri/" @pinned -PinSet $set } | Should -Throw -ErrorId 'VetoedPin,*'
        $with = @{ Port = $server.Port; Pin = $server.Pin; TrustAnchor = $server.Root; WarningAction = 'SilentlyContinue' }
        (Test-CertificatePin localhost @with).Verdict | Should -Be 'Match'
        (Test-CertificatePin localhost @with -PinSet $set).Verdict | Should -Be 'VetoedPin'
        $path = Join-Path $folder 'veto.json'
        $set | Export-PinSet $path
        (Test-CertificatePin localhost @with -PinStore $path).Verdict | Should -Be 'VetoedPin'
    }

    It 'need no store of the user''s' {
        $env:PINNINGTOOLS_STORE = Join-Path $folder 'absent.json'
        try { (Invoke-PinnedWebRequest "$uri/" @pinned).Pinning.Verdict | Should -Be 'Match' }
        finally { $env:PINNINGTOOLS_STORE = $null }
    }

    It 'let no redirection lead away from TLS, except as asked for' {
        $hop = "$uri/redirect?to=$($server.PlainUri)/"
        { Invoke-PinnedWebRequest $hop @pinned } | Should -Throw -ErrorId 'InsecureRedirection,*'
        (Invoke-PinnedWebRequest $hop @pinned -AllowInsecureRedirect).StatusCode | Should -Be 200
    }

    It 'are looked at behind a Unix socket too, before anything is asked' -Skip:$noNginx {
        $before = @(Get-NginxRequest $server).Count
        $with = @{ UnixSocket = $server.NginxSocket; TrustAnchor = $server.Root; NoProxy = $true }
        $address = "$($server.NginxUri)/data.json"
        { Invoke-PinnedWebRequest $address -Pin $server.ImpostorPin @with } | Should -Throw -ErrorId 'PinMismatch,*'
        $null = Invoke-PinnedWebRequest $address -Pin $server.Pin @with
        @(Get-NewlySeen nginx $before).Count | Should -Be 1
    }

    It 'are the first thing behind a Unix socket, which is told nothing that the system''s proxy is told' {
        $before = [System.Net.Http.HttpClient]::DefaultProxy
        $proxy = [System.Net.WebProxy]::new('http://proxy.test:3128')
        $proxy.Credentials = [System.Net.NetworkCredential]::new('me', 'secret')
        $place = [System.Net.Sockets.UnixDomainSocketEndPoint]::new((Join-Path $folder 'said.socket'))
        $listener = [System.Net.Sockets.Socket]::new('Unix', 'Stream', 'Unspecified')
        $listener.Bind($place)
        $listener.Listen()
        try {
            [System.Net.Http.HttpClient]::DefaultProxy = $proxy
            $with = @{ UnixSocket = $place; Pin = $server.Pin; ConnectionTimeoutSeconds = 2 }
            { Invoke-PinnedWebRequest 'https://localhost/' @with } | Should -Throw
            $peer = $listener.Accept()
            $said = [byte[]]::new(4096)
            $count = $peer.Receive($said)
            $peer.Dispose()
        }
        finally {
            [System.Net.Http.HttpClient]::DefaultProxy = $before
            $listener.Dispose()
        }
        $count | Should -BeGreaterThan 0
        # A TLS handshake.
        $said[0] | Should -Be 0x16
    }

    It 'say so where the Unix socket is not there, as Invoke-WebRequest does' {
        $both = Invoke-Both '/echo' @{ UnixSocket = { Join-Path $folder 'no.socket' } }
        $both.theirs.Id | Should -Not -Be ''
        $both.ours.Id | Should -Be $both.theirs.Id
        $both.ours.Exception | Should -Be $both.theirs.Exception
    }
}

Describe 'A revoked server' {
    BeforeAll {
        $script:given = @{ Pin = $server.RevokedPin; TrustAnchor = $server.Root; NoProxy = $true }
        $script:secret = @{ Method = 'Post'; Body = 'secret'; ContentType = 'text/plain' }
    }

    It 'gets not one byte where -CheckRevocation asks' {
        try { Invoke-PinnedWebRequest "$($server.RevokedUri)/" @given @secret -CheckRevocation } catch { $caught = $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'UntrustedChain,*'
        $caught.TargetObject.Reason | Should -Be 'Revoked'
        $seen = @(Get-RevokedByteCount $server)
        $seen.Count | Should -BeGreaterThan 0
        $seen | Select-Object -Unique | Should -Be 0
    }

    It 'gets the request where nobody asks' {
        # It answers nothing that is HTTP.
        { Invoke-PinnedWebRequest "$($server.RevokedUri)/" @given @secret -TimeoutSec 2 } | Should -Throw
        @(Get-RevokedByteCount $server)[-1] | Should -BeGreaterThan 0
    }
}

Describe 'A client certificate' {
    It 'is shown to the pinned server, and to nobody else' {
        $own = [Security.Cryptography.X509Certificates.X509Certificate2]::new($server.ClientCertificate)
        $address = "$($server.ClientCertificateUri)/"
        (Invoke-PinnedWebRequest $address @pinned -Certificate $own).StatusCode | Should -Be 200
        { Invoke-PinnedWebRequest $address -Pin $server.ImpostorPin -TrustAnchor $server.Root -Certificate $own } |
            Should -Throw -ErrorId 'PinMismatch,*'
    }
}

Describe 'A proxy' {
    It 'is told host and port, its own credentials and our name, and nothing else' {
        $logon = [pscredential]::new('proxy', (ConvertTo-SecureString 'word' -AsPlainText -Force))
        $with = @{ Pin = $server.Pin; TrustAnchor = $server.Root; Headers = @{ 'X-Own' = 'secret' } }
        $null = Invoke-PinnedWebRequest "$uri/" @with -Proxy $server.ProxyUri -ProxyCredential $logon
        $head = @(Get-ProxyHead $server)[-1]
        $token = [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes('proxy:word'))
        $head | Should -BeLike "CONNECT localhost:$($server.Port) HTTP/1.1*Proxy-Authorization: Basic $token*"
        $head | Should -Not -BeLike '*secret*'
        $names = @(Get-ReceivedRequest $uri)[-1].headers.PSObject.Properties.Name
        $names | Should -Not -Contain 'Proxy-Authorization'
    }
}

Describe 'Connections' {
    It 'are kept between calls under the same policy, and not under another' {
        $null = Invoke-PinnedWebRequest "$uri/" @pinned
        $before = Get-ConnectionCount $uri
        1..10 | ForEach-Object { $null = Invoke-PinnedWebRequest "$uri/" @pinned }
        $same = Get-ConnectionCount $uri
        $other = @{ Pin = $server.Pin, $server.ImpostorPin; TrustAnchor = $server.Root; NoProxy = $true }
        $null = Invoke-PinnedWebRequest "$uri/" @other
        $after = Get-ConnectionCount $uri
        $same - $before | Should -Be 1 -Because 'the question is a connection itself'
        $after - $same | Should -Be 2
    }

    It 'end with the module' {
        $null = Invoke-PinnedWebRequest "$uri/" @pinned
        $before = Get-ConnectionCount $uri
        Remove-Module PinningTools
        Import-Module $module
        $null = Invoke-PinnedWebRequest "$uri/" @pinned
        (Get-ConnectionCount $uri) - $before | Should -Be 2
    }

    It 'serve 200 parallel requests without crossing' {
        $results = 1..200 | ForEach-Object -ThrottleLimit 20 -Parallel {
            Import-Module $using:module
            $server = $using:server
            $real = $_ % 2 -eq 0
            $address = if ($real) { $server.Uri } else { $server.ImpostorUri }
            $pin = if ($_ % 4 -lt 2) { $server.Pin } else { $server.ImpostorPin }
            $expected = if ($real -eq ($pin -eq $server.Pin)) { 'Match' } else { 'PinMismatch' }
            $with = @{ Pin = $pin; TrustAnchor = $server.Root; NoProxy = $true }
            $got = try { (Invoke-PinnedWebRequest "$address/echo?n=$_" @with).Pinning[0].Verdict }
            catch { ($_.FullyQualifiedErrorId -split ',')[0] }
            if ("$got" -eq $expected) { 'as expected' } else { "$address with $pin gave $got, not $expected" }
        }
        $results.Count | Should -Be 200
        $results | Select-Object -Unique | Should -Be 'as expected'
    }
}
