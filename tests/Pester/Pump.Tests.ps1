# However a pipeline ends, the prompt is back at once and nothing is left behind.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Support.psm1) -Force
    Import-ModuleUnderTest
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start(4096)
    $silent = "127.0.0.1:$($listener.LocalEndpoint.Port)"
    $pin = 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M='

    # Runs a script in a runspace of its own, lets it work for a moment, stops it as Ctrl+C does, and says how long that
    # took.
    function Measure-Stop {
        param([string] $Script)
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$(Get-ModulePath)'; $Script")
        $run = $shell.BeginInvoke()
        Start-Sleep -Milliseconds 1500
        $run.IsCompleted | Should -BeFalse
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $watch.Elapsed.TotalSeconds
        $shell.Dispose()
    }
}

AfterAll { $listener.Stop() }

Describe 'Stopping' {
    It 'returns within a second from <Name> against a server that accepts and says nothing' -Tag Pitfall41 -ForEach @(
        @{ Name = 'Test-CertificatePin'; Script = "Test-CertificatePin {0} -Pin '{1}' -TimeoutSec 60" }
        @{ Name = 'Get-SpkiPin'; Script = 'Get-SpkiPin {0} -TimeoutSec 60' }
        @{ Name = 'Invoke-PinnedWebRequest'; Script = "Invoke-PinnedWebRequest https://{0}/ -Pin '{1}' -TimeoutSec 60" }
        @{
            Name = 'Test-CertificatePin with 1,000 in flight'
            Script = "1..1000 | ForEach-Object {{ '{0}' }} |
                Test-CertificatePin -Pin '{1}' -TimeoutSec 60 -ThrottleLimit 1000"
        }
    ) {
        Measure-Stop -Script ($Script -f $silent, $pin) | Should -BeLessThan 1
    }

    It 'returns within a second of <Name>, 1,000 handshakes being in flight' -ForEach @(
        @{
            Name = 'Select-Object -First'
            Action = {
                & $sources | Test-CertificatePin @options | ForEach-Object { & $mark; $_ } | Select-Object -First 1
            }
        }
        @{
            Name = 'a throw downstream'
            Action = { & $sources | Test-CertificatePin @options | ForEach-Object { & $mark; throw 'downstream' } }
        }
        @{
            Name = 'break downstream'
            Action = {
                do { & $sources | Test-CertificatePin @options | ForEach-Object { & $mark; break } } while ($false)
            }
        }
        @{
            Name = 'a throw upstream'
            Action = { & { & $sources; & $mark; throw 'upstream' } | Test-CertificatePin @options }
        }
    ) {
        $options = @{ Pin = $pin; TimeoutSec = 60; ThrottleLimit = 1001 }
        # The closed port comes last: its verdict is the first result, and by then all the others wait.
        $sources = { foreach ($i in 1..1000) { $silent }; '127.0.0.1:1' }
        $watch = [Diagnostics.Stopwatch]::new()
        $mark = { $watch.Start() }
        try { $null = & $Action } catch { $_.Exception.Message | Should -BeIn 'downstream', 'upstream' }
        $watch.Elapsed.TotalSeconds | Should -BeGreaterThan 0
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 1
    }

    It 'leaves no socket to the server open afterwards' {
        $port = $listener.LocalEndpoint.Port
        $open = [Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveTcpConnections() |
            Where-Object { $_.RemoteEndPoint.Port -eq $port -and $_.State -eq 'Established' }
        $open | Should -BeNullOrEmpty
    }
}
