# Callbacks as scripts use them: assigned to clients, and called on threads that have no runspace.
BeforeAll {
    . $PSScriptRoot/WebTestServer.ps1
    Import-Module (Get-ModulePath) -Global
    $server = Start-WebTestServer
    $pinned = @{ Pin = $server.Pin; TrustAnchor = $server.Root }
    $authority = ([uri] $server.Uri).Authority
    $impostor = ([uri] $server.ImpostorUri).Port

    # A handshake on the threads of the pool; what went wrong, or nothing.
    function Connect-Tls([int] $Port, $Callback, $Options, [string] $Name = 'localhost') {
        $socket = [Net.Sockets.TcpClient]::new('127.0.0.1', $Port)
        try {
            if ($Options) {
                $stream = [Net.Security.SslStream]::new($socket.GetStream())
                $null = $stream.AuthenticateAsClientAsync($Options, [Threading.CancellationToken]::None).GetAwaiter().GetResult()
            } else {
                $stream = [Net.Security.SslStream]::new($socket.GetStream(), $false, $Callback)
                $null = $stream.AuthenticateAsClientAsync($Name).GetAwaiter().GetResult()
            }
        } catch { $_.Exception.GetBaseException().Message }
        finally { $socket.Dispose() }
    }
}

AfterAll { if ($server) { Stop-WebTestServer $server } }

Describe 'New-PinCallback' {
    It 'makes a callback for SslStream that knows its host, and says why it refused' {
        $pin = New-PinCallback localhost @pinned
        $pin.GetType().FullName | Should -Be 'PinningTools.PinCallback'
        "$($pin.HostName) $($pin.Port) $($pin.LastVerdict)" | Should -Be 'localhost 443 '
        Connect-Tls $server.Port $pin | Should -BeNullOrEmpty
        $pin.LastVerdict.Verdict | Should -Be 'Match'
        Connect-Tls $impostor $pin | Should -Match 'rejected'
        $pin.LastVerdict.Verdict | Should -Be 'PinMismatch'
        $pin.LastVerdict.Message | Should -Match ([regex]::Escape($server.ImpostorPin))
        Connect-Tls $server.Port $pin -Name other.example | Should -Match 'rejected'
        "$($pin.LastVerdict.Verdict) $($pin.LastVerdict.Reason)" | Should -Be 'NameMismatch OtherHost'
        $pin.Verdicts.Verdict | Should -Be 'Match', 'PinMismatch', 'NameMismatch'
    }

    # The classic failure, which is what this command is for.
    It 'works where a script block has no runspace' {
        $said = foreach ($callback in { $true }, (New-PinCallback localhost @pinned)) {
            $handler = [Net.Http.HttpClientHandler]::new()
            $handler.ServerCertificateCustomValidationCallback = $callback
            $client = [Net.Http.HttpClient]::new($handler)
            try { $client.GetStringAsync("$($server.Uri)/").GetAwaiter().GetResult() } catch { $_.Exception.GetBaseException().Message }
            $client.Dispose()
        }
        $said[0] | Should -BeLike 'There is no Runspace available*'
        $said[1] | Should -Be 'hello'
    }

    It 'serves many connections of many runspaces at once' {
        $pin = New-PinCallback localhost @pinned
        $shells = foreach ($number in 1..12) {
            $port = if ($number % 2) { $server.Port } else { $impostor }
            $shell = [powershell]::Create().AddScript({
                    param($port, $pin)
                    $socket = [Net.Sockets.TcpClient]::new('127.0.0.1', $port)
                    $stream = [Net.Security.SslStream]::new($socket.GetStream(), $false, $pin)
                    try { $null = $stream.AuthenticateAsClientAsync('localhost').GetAwaiter().GetResult(); "$port used" }
                    catch { "$port refused" }
                    $socket.Dispose()
                }).AddArgument($port).AddArgument($pin)
            @{ Shell = $shell; Task = $shell.BeginInvoke() }
        }
        $said = $shells | ForEach-Object { $_.Shell.EndInvoke($_.Task); $_.Shell.Dispose() }
        $said | Group-Object | Sort-Object Name | ForEach-Object { "$($_.Count) $($_.Name)" } |
            Sort-Object | Should -Be (@("6 $($server.Port) used", "6 $impostor refused") | Sort-Object)
        $pin.Verdicts | Group-Object Verdict | Sort-Object Name | ForEach-Object { "$($_.Name) $($_.Count)" } |
            Should -Be 'Match 6', 'PinMismatch 6'
    }

    It 'makes TLS options that resume nothing' {
        $options = New-PinCallback localhost @pinned -As SslOptions
        $options | Should -BeOfType ([Net.Security.SslClientAuthenticationOptions])
        "$($options.TargetHost) $($options.AllowTlsResume) $($options.AllowRenegotiation)" | Should -Be 'localhost False False'
        Connect-Tls $server.Port -Options $options | Should -BeNullOrEmpty
        Connect-Tls $impostor -Options $options | Should -Match 'rejected'
        $options.Callback.Verdicts.Verdict | Should -Be 'Match', 'PinMismatch'
    }

    It 'makes a handler that asks its own host alone, and follows nothing' {
        $handler = New-PinCallback $authority @pinned -As HttpClientHandler
        $handler | Should -BeOfType ([Net.Http.HttpClientHandler])
        $client = [Net.Http.HttpClient]::new($handler)
        $before = @(Get-ReceivedRequest $server.ImpostorUri).Count
        try {
            $client.GetStringAsync("$($server.Uri)/").GetAwaiter().GetResult() | Should -Be 'hello'
            $handler.Callback.LastVerdict.Verdict | Should -Be 'Match'
            $hop = $client.GetAsync("$($server.Uri)/redirect?to=$($server.ImpostorUri)/").GetAwaiter().GetResult()
            [int] $hop.StatusCode | Should -Be 302
            foreach ($uri in "$($server.ImpostorUri)/", "$($server.PlainUri)/", 'https://other.example/') {
                $failure = $null
                try { $client.GetStringAsync($uri).GetAwaiter().GetResult() } catch { $failure = $_.Exception.GetBaseException() }
                $failure.Fault.Id | Should -Be 'OtherHost'
            }
        } finally { $client.Dispose() }
        @(Get-ReceivedRequest $server.ImpostorUri).Count | Should -Be $before
    }

    It 'can be assigned to a handler of another''s making' {
        $pin = New-PinCallback localhost @pinned
        $handler = [Net.Http.HttpClientHandler]::new()
        $handler.ServerCertificateCustomValidationCallback = $pin
        $client = [Net.Http.HttpClient]::new($handler)
        try {
            $client.GetStringAsync("$($server.Uri)/").GetAwaiter().GetResult() | Should -Be 'hello'
            { $client.GetStringAsync("$($server.ImpostorUri)/").GetAwaiter().GetResult() } | Should -Throw
        } finally { $client.Dispose() }
        $pin.LastVerdict.Verdict | Should -Be 'PinMismatch'
    }

    It 'completes the options of a client by a method, and makes them by another' {
        $pin = New-PinCallback localhost @pinned
        $options = [Net.Security.SslClientAuthenticationOptions]::new()
        ([Action[Net.Security.SslClientAuthenticationOptions]] $pin).Invoke($options)
        Connect-Tls $server.Port -Options $options | Should -BeNullOrEmpty
        $made = ([Func[string, Net.Security.SslClientAuthenticationOptions]] $pin).Invoke('localhost')
        Connect-Tls $impostor -Options $made | Should -Match 'rejected'
        $pin.Verdicts.Verdict | Should -Be 'Match', 'PinMismatch'
    }

    It 'makes a delegate of a type of another library' {
        $pin = New-PinCallback localhost -Pin $server.Pin -PinOnly
        $delegate = $pin.ToDelegate([Func[Security.Cryptography.X509Certificates.X509Certificate2, bool]])
        $leaf = [Security.Cryptography.X509Certificates.X509Certificate2]::new((Join-Path $server.Folder cert.pem))
        $delegate.Invoke($leaf) | Should -BeTrue
        $delegate.Invoke([Security.Cryptography.X509Certificates.X509Certificate2]::new($server.Root)) | Should -BeFalse
    }

    It 'makes the callback of LDAP with key-only trust alone' {
        { New-PinCallback localhost @pinned -As Ldap } | Should -Throw -ErrorId 'CallbackNeedsChain,*' -ErrorAction Stop
        $verify = New-PinCallback localhost -Pin $server.Pin -PinOnly -As Ldap
        $verify.GetType().FullName | Should -Be 'System.DirectoryServices.Protocols.VerifyServerCertificateCallback'
        $leaf = [Security.Cryptography.X509Certificates.X509Certificate2]::new((Join-Path $server.Folder cert.pem))
        $verify.Invoke($null, $leaf) | Should -BeTrue
        $verify.Target.LastVerdict.Verdict | Should -Be 'Match'
    } -Skip:(-not ('System.DirectoryServices.Protocols.LdapConnection' -as [type]))

    It 'takes its pins from sets and stores' {
        $set = New-PinSet localhost $server.Pin -TrustAnchor $server.Root -WarningAction Ignore
        $store = Join-Path $TestDrive pins.json
        $set | Export-PinSet $store
        foreach ($from in @{ PinSet = $set }, @{ PinStore = $store }) {
            $pin = New-PinCallback localhost @from
            Connect-Tls $server.Port $pin | Should -BeNullOrEmpty
            Connect-Tls $impostor $pin | Should -Match 'rejected'
        }
        $vetoed = New-PinSet localhost $server.ImpostorPin -BadPin $server.Pin -WarningAction Ignore
        $pin = New-PinCallback localhost @pinned -PinSet $vetoed
        Connect-Tls $server.Port $pin | Should -Match 'rejected'
        $pin.LastVerdict.Verdict | Should -Be 'VetoedPin'
    }

    It 'only reports with -ReportOnly, and a wrong name is still refused' {
        $pin = New-PinCallback localhost @pinned -ReportOnly
        Connect-Tls $impostor $pin | Should -BeNullOrEmpty
        "$($pin.LastVerdict.Verdict) $($pin.LastVerdict.Allowed)" | Should -Be 'PinMismatch True'
        $other = New-PinCallback other.example @pinned -ReportOnly
        Connect-Tls $server.Port $other -Name other.example | Should -Match 'rejected'
        $other.LastVerdict.Verdict | Should -Be 'NameMismatch'
    }

    It 'takes hosts and ports from the pipeline' {
        $pins = [pscustomobject]@{ HostName = 'a.example'; Port = '8443'; Pin = $server.Pin },
            [pscustomobject]@{ DNSHostName = 'b.example'; Port = ''; Pin = $server.Pin } | New-PinCallback
        $pins | ForEach-Object { "$_" } | Should -Be 'a.example:8443', 'b.example:443'
        ('c.example:993' | New-PinCallback -Pin $server.Pin).Port | Should -Be 993
    }

    It 'is an error where there is nothing to check' {
        $other = New-PinSet other.example $server.Pin -WarningAction Ignore
        $key = @{ Pin = $server.Pin; PinOnly = $true }
        { New-PinCallback localhost -PinSet $other -ErrorAction Stop } | Should -Throw -ErrorId 'NotPinned,*'
        { New-PinCallback localhost -Pin @() -ErrorAction Stop } | Should -Throw -ErrorId 'PinsMissing,*'
        { New-PinCallback localhost @pinned -PinOnly -ErrorAction Stop } | Should -Throw -ErrorId 'TrustConflict,*'
        { New-PinCallback localhost @key -ReportOnly -ErrorAction Stop } | Should -Throw -ErrorId 'PinOnlyChecksNothing,*'
        { New-PinCallback 'no host' @pinned -ErrorAction Stop } | Should -Throw -ErrorId 'HostInvalid,*'
    }

    It 'shows as a list what a person needs' {
        $pin = New-PinCallback localhost @pinned
        $null = Connect-Tls $impostor $pin
        $text = $pin | Out-String -Width 200
        $text | Should -Match 'HostName +: localhost'
        $text | Should -Match 'LastVerdict +: PinMismatch'
        $text | Should -Not -Match 'MII'
    }
}
