# What a sweep costs beside its handshakes: waiting hosts, dead name servers, memory. Prints one line each.
#   pwsh -NoProfile -File tests/Benchmarks/Sweep.ps1 [-Stream 100000]
# The dead name server needs root on Linux: it runs in a mount namespace whose resolv.conf names a server that never
# answers.
param([int] $Stream = 100000, [string] $DeadNames)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../Pester/Support.psm1') -Force
Import-ModuleUnderTest

if ($DeadNames) {
    # Inside the namespace: 200 names that nobody resolves among 800 that need no resolver.
    $port, $pin, $root, $names = $DeadNames -split '\|'
    $targets = foreach ($i in 1..1000) {
        if ($i % 5) { "127.0.0.1:$port" } elseif ($names -eq '1') { "dead-$i.example:$port" }
    }
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $last = 0.0
    $passed = 0
    $targets | Test-CertificatePin -Pin $pin -TrustAnchor $root -ThrottleLimit 1000 -TimeoutSec 10 | ForEach-Object {
        if ($_.Passed) { $passed++; $last = $watch.Elapsed.TotalSeconds }
    }
    '{0} passed, the last after {1:0.00} s, all over after {2:0.00} s' -f $passed, $last, $watch.Elapsed.TotalSeconds
    return
}

$folder = Join-Path ([IO.Path]::GetTempPath()) "pin-sweep-$PID"
$null = New-Item -ItemType Directory -Path $folder
New-OpensslChain -Folder $folder
$root = Join-Path $folder root.pem
$chain = (Join-Path $folder leaf.pem), (Join-Path $folder intermediate.pem)
$server = Start-Nginx -Folder $folder -Key (Join-Path $folder leaf.key) -Certificate $chain `
    -Directive 'ssl_session_cache off; ssl_session_tickets off; keepalive_timeout 0; access_log off;'
$target = "localhost:$($server.Port)"
$pin = Get-OpensslPin (Join-Path $folder leaf.pem)
try {
    $slowServer = Join-Path $PSScriptRoot SlowServer.ps1
    $start = Get-EngineStart '-NoProfile', '-File', $slowServer, '-Port', $server.Port
    $slow = Start-Child -FileName $start.FilePath -Argument $start.ArgumentList
    $slowPort = [int]$slow.StandardOutput.ReadLine()
    $null = Test-CertificatePin $target -Pin $pin -TrustAnchor $root
    foreach ($round in 1..3) {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $threads = 0
        $passed = 0
        1..1000 | ForEach-Object { "localhost:$slowPort" } |
            Test-CertificatePin -Pin $pin -TrustAnchor $root -ThrottleLimit 1000 | ForEach-Object {
                if ($_.Passed) { $passed++ }
                if ($threads -eq 0 -or (Get-Random -Maximum 50) -eq 0) {
                    $threads = [math]::Max($threads, [Diagnostics.Process]::GetCurrentProcess().Threads.Count)
                }
            }
        '1,000 targets that wait one second, 1,000 at once: {0} passed in {1:0.00} s, {2} threads at most' -f
            $passed, $watch.Elapsed.TotalSeconds, $threads
    }
    $slow.StandardInput.Close()

    $inside = {
        param($names)
        $facts = "$($server.Port)|$pin|$root|$names"
        $again = Get-EngineStart '-NoProfile', '-File', $PSCommandPath, '-DeadNames', $facts
        & unshare -m sh -c ('printf "nameserver 127.0.0.53\n" >"$1/resolv.conf"; ' +
            'mount --bind "$1/resolv.conf" /etc/resolv.conf; shift; exec "$@"') dead $folder $again.FilePath `
            @($again.ArgumentList)
    }
    $silent = $null
    try {
        $silent = [Net.Sockets.UdpClient]::new([Net.IPEndPoint]::new([Net.IPAddress]::Parse('127.0.0.53'), 53))
        "800 addresses alone:                      $(& $inside 0)"
        "200 dead names among them:                $(& $inside 1)"
    } catch { "Dead name server: not run, $_" } finally { if ($silent) { $silent.Dispose() } }

    $first = $null
    $count = 0
    $peak = 0
    $watch = [Diagnostics.Stopwatch]::StartNew()
    & { for ($i = 0; $i -lt $Stream; $i++) { $target } } |
        Test-CertificatePin -Pin $pin -TrustAnchor $root -ThrottleLimit 64 | ForEach-Object {
            $count++
            if ($count % 1000 -eq 0) {
                [GC]::Collect()
                $megabytes = [GC]::GetTotalMemory($true) / 1MB
                if ($null -eq $first) { $first = $megabytes }
                $peak = [math]::Max($peak, $megabytes)
            }
        }
    '{0} targets streamed in {1:0} s ({2:0} a second): {3:0.0} MB live after the first thousand, {4:0.0} MB at most' -f
        $count, $watch.Elapsed.TotalSeconds, ($count / $watch.Elapsed.TotalSeconds), $first, $peak
} finally {
    Stop-Nginx $server
    Remove-Item -LiteralPath $folder -Recurse -Force
}
