BeforeDiscovery {
    $script:missing = -not (Get-Command mitmdump -ErrorAction SilentlyContinue)
}

BeforeAll {
    . $PSScriptRoot/WebTestServer.ps1
    Import-Module (Get-ModulePath) -Force
}

# A proxy that many companies run at their border: it answers in the server's name, with an authority that the machine
# trusts.
Describe 'An interceptor with a trusted authority' -Skip:$missing {
    BeforeAll {
        $script:server = Start-WebTestServer
        $script:folder = Join-Path $server.Folder 'mitm'
        $null = New-Item -ItemType Directory -Path $folder

        function Start-Interceptor([string[]] $Mode) {
            $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
            $listener.Start()
            $port = $listener.LocalEndpoint.Port
            $listener.Stop()
            $log = Join-Path $folder "$port.log"
            $arguments = @(
                '--listen-host', '127.0.0.1', '-p', $port, '--set', "confdir=$folder", '--ssl-insecure'
                '--set', 'flow_detail=1') + $Mode
            $start = @{ RedirectStandardOutput = $log; RedirectStandardError = "$log.error"; PassThru = $true }
            $process = Start-Process mitmdump -ArgumentList $arguments @start
            for ($try = 0; $try -lt 300; $try++) {
                $client = [Net.Sockets.TcpClient]::new()
                try { $client.Connect('127.0.0.1', $port); break }
                catch { Start-Sleep -Milliseconds 100 }
                finally { $client.Dispose() }
            }
            [pscustomobject]@{ Process = $process; Port = $port; Log = $log }
        }

        # What the interceptor has read by now: everything up to a request of this very moment.
        function Read-Interception {
            $last = "by=last$(Get-Random)"
            $null = Invoke-WebRequest "$inFront/html?$last" -SkipCertificateCheck -NoProxy
            Wait-FileText $reverse.Log $last
        }

        $script:reverse = Start-Interceptor '--mode', "reverse:$($server.Uri)"
        $script:forward = Start-Interceptor
        $authority = Join-Path $folder 'mitmproxy-ca-cert.pem'
        for ($try = 0; $try -lt 100 -and -not (Test-Path $authority); $try++) { Start-Sleep -Milliseconds 100 }
        $script:pinned = @{ Pin = $server.Pin; TrustAnchor = $server.Root, $authority }
        $script:headers = @{ Authorization = 'Bearer secret' }
        $script:inFront = "https://localhost:$($reverse.Port)"
    }

    AfterAll {
        $reverse, $forward | ForEach-Object { Stop-Process -Id $_.Process.Id }
        Stop-WebTestServer $server
    }

    It 'reads what Invoke-WebRequest sends' {
        $with = @{ SkipCertificateCheck = $true; NoProxy = $true; Headers = $headers }
        (Invoke-WebRequest "$inFront/html?by=theirs" @with).StatusCode | Should -Be 200
        Wait-FileText $reverse.Log 'by=theirs' | Should -Match 'by=theirs'
    }

    It 'is trusted by this test, so that the pin alone can tell' {
        $with = @{ TrustAnchor = $pinned.TrustAnchor; NoProxy = $true; WarningAction = 'SilentlyContinue' }
        $response = Invoke-PinnedWebRequest "$inFront/?by=report" -Pin $server.Pin -ReportOnly @with
        $response.StatusCode | Should -Be 200
        $response.Pinning[0].Verdict | Should -Be 'PinMismatch'
        Wait-FileText $reverse.Log 'by=report' | Should -Match 'by=report' -Because 'nothing but the pin keeps it out'
    }

    It 'is refused by Invoke-PinnedWebRequest and gets no request, with <Name>' -ForEach @(
        @{ Name = 'nothing more'; With = @{} }
        @{ Name = 'a body'; With = @{ Method = 'Post'; Body = 'secret' } }
        @{ Name = 'HTTP/2'; With = @{ HttpVersion = '2.0' } }
        @{ Name = 'retries'; With = @{ MaximumRetryCount = 2; RetryIntervalSec = 1 } }
    ) {
        { Invoke-PinnedWebRequest "$inFront/?by=ours" @pinned -Headers $headers -NoProxy @With } |
            Should -Throw -ErrorId 'PinMismatch,*'
        Read-Interception | Should -Not -Match 'by=ours'
    }

    It 'is refused as the proxy that was asked for, and gets no request' {
        $proxy = "http://localhost:$($forward.Port)"
        { Invoke-PinnedRestMethod "$($server.Uri)/?by=ours" @pinned -Headers $headers -Proxy $proxy } |
            Should -Throw -ErrorId 'PinMismatch,*'
        # Through the same proxy and with its certificate taken, so that the log is known to be complete.
        $last = "by=last$(Get-Random)"
        $null = Invoke-PinnedRestMethod "$($server.Uri)/?$last" @pinned -ReportOnly -Proxy $proxy -WarningAction Ignore
        Wait-FileText $forward.Log $last | Should -Not -Match 'by=ours'
        @(Get-ReceivedRequest $server.Uri).target | Should -Not -Contain '/?by=ours'
    }

    # The clients of the drill, led to it by their environment, so that it is not only the drill's own interceptor that
    # knows them.
    It '<Verb> <Name>' -Skip:(-not $IsLinux) -ForEach @(
        @{ Verb = 'reads what is sent by'; Name = 'Invoke-RestMethod'; Pins = $false; Client = { Invoke-RestMethod $env:ASKED } }
        @{ Verb = 'reads what is sent by'; Name = 'curl'; Pins = $false; Client = { curl -sS --cacert $env:SSL_CERT_FILE $env:ASKED } }
        @{ Verb = 'gets no request from'; Name = 'curl with a pin'; Pins = $true; Client = {
                curl -sS --cacert $env:SSL_CERT_FILE --pinnedpubkey $env:PIN.Replace('sha256/', 'sha256//') $env:ASKED } }
        @{ Verb = 'gets no request from'; Name = 'Invoke-RestMethod under Enable-WebPinning'; Pins = $true; Client = {
                Enable-WebPinning -Pin $env:PIN
                Invoke-RestMethod $env:ASKED } }
        @{ Verb = 'gets no request from'; Name = 'a client of New-PinnedHttpClient'; Pins = $true; Client = {
                (New-PinnedHttpClient -Pin $env:PIN -Proxy $env:HTTPS_PROXY).GetStringAsync($env:ASKED).GetAwaiter().GetResult() } }
        @{ Verb = 'gets no request from'; Name = 'a handler of New-PinCallback'; Pins = $true; Client = {
                $handler = New-PinCallback -HostName localhost -Port ([uri]$env:ASKED).Port -Pin $env:PIN -As HttpClientHandler
                try { [Net.Http.HttpClient]::new($handler).GetStringAsync($env:ASKED).GetAwaiter().GetResult() }
                finally { $handler.Callback.LastVerdict.Message } } }
    ) {
        $bundle = Join-Path $folder bundle.pem
        Get-Content $server.Root, $authority | Set-Content $bundle
        $path = "html?by=client$(Get-Random)"
        $variables = @{
            HTTPS_PROXY = "http://127.0.0.1:$($forward.Port)"; NO_PROXY = ''; SSL_CERT_FILE = $bundle
            PIN = "$($server.Pin)"; ASKED = "$($server.Uri)/$path"
        }
        $before = @{}
        foreach ($name in $variables.Keys) { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
        try {
            $variables.GetEnumerator() | ForEach-Object { [Environment]::SetEnvironmentVariable($_.Key, $_.Value) }
            $output = Invoke-Engine -NoProfile -NonInteractive -Command "Import-Module '$(Get-ModulePath)'; $Client" 2>&1
        }
        finally { $before.GetEnumerator() | ForEach-Object { [Environment]::SetEnvironmentVariable($_.Key, $_.Value) } }
        $received = @(Get-ReceivedRequest $server.Uri).target
        if ($Pins) {
            "$output" | Should -Match 'pinned public key|No pin matched'
            $received | Should -Not -Contain "/$path"
        }
        else { $received | Should -Contain "/$path" -Because "$output" }
    }
}
