BeforeDiscovery {
    $script:missing = -not (Get-Command mitmdump -ErrorAction SilentlyContinue)
}

BeforeAll {
    . $PSScriptRoot/WebTestServer.ps1
    Import-Module (Join-Path $PSScriptRoot '../../PinningTools.psd1') -Force
}

# A proxy that many companies run at their border: it answers in the server's name, with an authority that the machine trusts.
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
            $arguments = @('--listen-host', '127.0.0.1', '-p', $port, '--set', "confdir=$folder", '--ssl-insecure', '--set', 'flow_detail=1') + $Mode
            $process = Start-Process mitmdump -ArgumentList $arguments -RedirectStandardOutput $log -RedirectStandardError "$log.error" -PassThru
            for ($try = 0; $try -lt 300; $try++) {
                $client = [Net.Sockets.TcpClient]::new()
                try { $client.Connect('127.0.0.1', $port); break } catch { Start-Sleep -Milliseconds 100 } finally { $client.Dispose() }
            }
            [pscustomobject]@{ Process = $process; Port = $port; Log = $log }
        }

        $script:reverse = Start-Interceptor '--mode', "reverse:$($server.Uri)"
        $script:forward = Start-Interceptor
        $authority = Join-Path $folder 'mitmproxy-ca-cert.pem'
        for ($try = 0; $try -lt 100 -and -not (Test-Path $authority); $try++) { Start-Sleep -Milliseconds 100 }
        $script:pinned = @{ Pin = $server.Pin; TrustAnchor = $server.Root, $authority }
        $script:headers = @{ Authorization = 'Bearer secret' }
    }

    AfterAll {
        $reverse, $forward | ForEach-Object { Stop-Process -Id $_.Process.Id }
        Stop-WebTestServer $server
    }

    It 'reads what Invoke-WebRequest sends' {
        (Invoke-WebRequest "https://localhost:$($reverse.Port)/html?by=theirs" -SkipCertificateCheck -Headers $headers -NoProxy).StatusCode | Should -Be 200
        for ($try = 0; $try -lt 50 -and -not (Select-String -Path $reverse.Log -SimpleMatch 'by=theirs' -Quiet); $try++) { Start-Sleep -Milliseconds 100 }
        Get-Content $reverse.Log -Raw | Should -Match 'by=theirs'
    }

    It 'is trusted by this test, so that the pin alone can tell' {
        $response = Invoke-PinnedWebRequest "https://localhost:$($reverse.Port)/?by=report" -TrustAnchor $pinned.TrustAnchor -Pin $server.Pin -ReportOnly -NoProxy -WarningAction SilentlyContinue
        $response.StatusCode | Should -Be 200
        $response.Pinning[0].Verdict | Should -Be 'PinMismatch'
    }

    It 'is refused by Invoke-PinnedWebRequest and gets no request' {
        { Invoke-PinnedWebRequest "https://localhost:$($reverse.Port)/?by=ours" @pinned -Headers $headers -NoProxy } | Should -Throw -ErrorId 'PinMismatch,*'
        Get-Content $reverse.Log -Raw | Should -Not -Match 'by=ours'
    }

    It 'is refused as the proxy that was asked for, and gets no request' {
        { Invoke-PinnedRestMethod "$($server.Uri)/?by=ours" @pinned -Headers $headers -Proxy "http://localhost:$($forward.Port)" } | Should -Throw -ErrorId 'PinMismatch,*'
        Get-Content $forward.Log -Raw | Should -Not -Match 'by=ours'
        @(Get-ReceivedRequest $server.Uri).target | Should -Not -Contain '/?by=ours'
    }
}
