# What inspections cost: the first of a process and those after it; 200 legacy servers at once beside single calls of
# openssl s_client in a row, while the engine compiles what it runs and after 10,000; and the memory of these. Prints one
# line each.
#   pwsh -NoProfile -File tests/Benchmarks/Inspections.ps1 [-Stream 10000]
param([int] $Stream = 10000)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../Pester/Support.psm1') -Force
Import-ModuleUnderTest

$folder = Join-Path ([IO.Path]::GetTempPath()) "pin-inspections-$PID"
$null = New-Item -ItemType Directory -Path $folder
$key, $certificate = (Join-Path $folder legacy.key), (Join-Path $folder legacy.pem)
Invoke-Program openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=localhost -keyout $key -out $certificate
$pin = Get-OpensslPin $certificate
$servers = [Collections.Generic.List[object]]::new()
try {
    # TLS 1.0 is what a platform of today refuses; the two exchanges differ in what the server's key does.
    foreach ($suite in 'AES128-SHA', 'ECDHE-RSA-AES128-SHA') {
        $server = Start-Nginx -Folder $folder -Key $key -Certificate $certificate -Directive (
            "ssl_protocols TLSv1; ssl_ciphers ${suite}:@SECLEVEL=0; ssl_session_cache off; ssl_session_tickets off;" +
            'keepalive_timeout 0; access_log off;')
        $servers.Add($server)
        $target = "localhost:$($server.Port)"

        $once = {
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $seen = Get-SpkiPin $target -WarningAction SilentlyContinue
            if ("$($seen[0].Pin)" -ne $pin) { throw "Read '$($seen[0].Pin)' in place of '$pin'." }
            $watch.Elapsed.TotalMilliseconds
        }
        $first = & $once
        $times = foreach ($i in 1..50) { & $once }
        '{0}: the first {1:0} ms, the following {2:0.0} ms (median of 50)' -f
            $suite, $first, ($times | Sort-Object)[25]

        $beside = {
            param([string] $When)
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $read = @(1..200 | ForEach-Object { $target } | Get-SpkiPin -ThrottleLimit 200 -WarningAction SilentlyContinue |
                Where-Object { "$($_.Pin)" -eq $pin }).Count
            $together = $watch.Elapsed.TotalSeconds
            $watch.Restart()
            foreach ($i in 1..40) {
                $null = '' | openssl s_client -connect "127.0.0.1:$($server.Port)" -tls1 -cipher 'ALL:@SECLEVEL=0' 2>$null
            }
            $alone = $watch.Elapsed.TotalSeconds * 5
            '{0}, {1}: {2} of 200 at once in {3:0.00} s; 200 calls of openssl s_client in a row {4:0.00} s: {5:0.0} times' -f
                $suite, $When, $read, $together, $alone, ($alone / $together)
        }
        foreach ($round in 1..3) { & $beside "round $round" }

        $memory = foreach ($tenth in 1..10) {
            1..($Stream / 10) | ForEach-Object { $target } |
                Get-SpkiPin -ThrottleLimit 50 -WarningAction SilentlyContinue | Out-Null
            [GC]::Collect()
            [GC]::WaitForPendingFinalizers()
            [GC]::Collect()
            '{0:0.0}/{1:0}' -f ([GC]::GetTotalMemory($true) / 1MB), ([Diagnostics.Process]::GetCurrentProcess().WorkingSet64 / 1MB)
        }
        '{0}: {1} inspections, MB managed/working set after each tenth: {2}' -f $suite, $Stream, ($memory -join ' ')
        foreach ($round in 1..5) { & $beside "after $Stream" }
    }
}
finally {
    foreach ($server in $servers) { Stop-Nginx $server }
    Remove-Item -LiteralPath $folder -Recurse -Force -ErrorAction Ignore
}
