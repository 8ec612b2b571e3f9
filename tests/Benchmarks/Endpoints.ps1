# Test-CertificatePin side by side with what a user would pick instead, in one run, against nginx on loopback: an ECDSA
# P-256 chain of three, no resumption, no keep-alive. Prints checks/s, CPU a check of the client process, and ratios.
#   pwsh -NoProfile -File tests/Benchmarks/Endpoints.ps1 [-Count 5000] [-Rounds 3]
param([int] $Count = 5000, [int] $Rounds = 3, [int] $ThrottleLimit = 64)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../Pester/Support.psm1') -Force
Import-ModuleUnderTest
$folder = Join-Path ([IO.Path]::GetTempPath()) "pin-bench-$PID"
$null = New-Item -ItemType Directory -Path $folder
New-OpensslChain -Folder $folder
$root = Join-Path $folder root.pem
$chain = (Join-Path $folder leaf.pem), (Join-Path $folder intermediate.pem)
$server = Start-Nginx -Folder $folder -Key (Join-Path $folder leaf.key) -Certificate $chain `
    -Directive 'ssl_session_cache off; ssl_session_tickets off; keepalive_timeout 0; access_log off;'
$target = "localhost:$($server.Port)"
$pin = Get-OpensslPin (Join-Path $folder leaf.pem)

# Runs a block and says how many a second it did and what CPU this process, or the children it waited for, used for
# each.
function Measure-Rate {
    param([string] $Name, [int] $Number, [scriptblock] $Action)
    $self = Get-Process -Id $PID
    $before = $self.TotalProcessorTime
    $childrenBefore = Get-ChildrenSeconds
    $watch = [Diagnostics.Stopwatch]::StartNew()
    & $Action
    $seconds = $watch.Elapsed.TotalSeconds
    $self.Refresh()
    $cpu = ($self.TotalProcessorTime - $before).TotalSeconds + (Get-ChildrenSeconds) - $childrenBefore
    [pscustomobject]@{
        Name = $Name; Number = $Number
        PerSecond = [math]::Round($Number / $seconds, 1); CpuMs = [math]::Round(1000 * $cpu / $Number, 3)
    }
}

# Fields 16 and 17 of /proc/PID/stat: user and system time of waited-for children, in hundredths of a second.
function Get-ChildrenSeconds {
    $fields = ([IO.File]::ReadAllText("/proc/$PID/stat") -replace '^.*\) ', '') -split ' '
    ([long]$fields[13] + [long]$fields[14]) / 100
}

# The script that people have: it reads the key and judges nothing.
$usual = {
    param($port)
    $client = [Net.Sockets.TcpClient]::new('localhost', $port)
    $accept = [Net.Security.RemoteCertificateValidationCallback]{ $true }
    $stream = [Net.Security.SslStream]::new($client.GetStream(), $false, $accept)
    $stream.AuthenticateAsClient('localhost')
    $certificate = [Security.Cryptography.X509Certificates.X509Certificate2]::new($stream.RemoteCertificate)
    $key = $certificate.PublicKey.ExportSubjectPublicKeyInfo()
    'sha256/' + [Convert]::ToBase64String([Security.Cryptography.SHA256]::HashData($key))
    $client.Dispose()
}

# A row counts only if every one of its checks was right.
function Assert-All {
    param($Expected, [int] $Number, $Actual)
    $right = @(@($Actual) -ceq $Expected).Count
    if ($right -ne $Number) { throw "Only $right of $Number checks were right." }
}

# The platform's share: the same handshakes by SslStream alone, with the options that a check has and with nothing around
# it; and with resumption allowed, where the platform keeps one SSL_CTX for all of them (nothing is resumed: the server
# gives no tickets).
Add-Type -WarningAction SilentlyContinue @'
using System; using System.Linq; using System.Net; using System.Net.Security; using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates; using System.Threading; using System.Threading.Tasks;
public static class BareSweep
{
    public static void Run(int port, int count, int width, bool resume)
    {
        int left = count;
        Task.WaitAll(Enumerable.Range(0, width).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0) await One(port, resume);
        })).ToArray());
    }

    private static async Task One(int port, bool resume)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        using var stream = new SslStream(new NetworkStream(socket), false, (_, _, _, _) => true);
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost", AllowTlsResume = resume, AllowRenegotiation = false,
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust, DisableCertificateDownloads = true,
                RevocationMode = X509RevocationMode.NoCheck,
            },
        });
    }
}
'@

# The same sweep under the platform's trust, in a PowerShell of its own: the store is named by the environment it starts
# in.
function Measure-PlatformTrust {
    $systemBundle = '/etc/ssl/certs/ca-certificates.crt'
    $env:SSL_CERT_FILE = Join-Path $folder bundle.pem
    $roots = @(Get-Content $systemBundle -ErrorAction Ignore) + (Get-Content $root)
    Set-Content -LiteralPath $env:SSL_CERT_FILE -Value $roots
    Invoke-EngineBlock -ScriptBlock {
        param($module, $target, $pin, $count, $width)
        Import-Module $module
        $sweep = {
            param($number)
            1..$number | ForEach-Object { $target } | Test-CertificatePin -Pin $pin -Quiet -ThrottleLimit $width
        }
        $null = & $sweep ($count / 2)
        $self = Get-Process -Id $PID
        $before = $self.TotalProcessorTime
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $right = @(@(& $sweep $count) -eq $true).Count
        $seconds = $watch.Elapsed.TotalSeconds
        $self.Refresh()
        if ($right -ne $count) { throw "Only $right of $count checks were right." }
        [pscustomobject]@{
            Name = "Test-CertificatePin, platform's trust"; Number = $count
            PerSecond = [math]::Round($count / $seconds, 1)
            CpuMs = [math]::Round(($self.TotalProcessorTime - $before).TotalMilliseconds / $count, 3)
        }
    } -ArgumentList (Join-Path (Get-RepositoryRoot) PinningTools.psd1), $target, $pin, $Count, $ThrottleLimit
    $env:SSL_CERT_FILE = $null
}

try {
    $few = [math]::Min(300, $Count)
    $curlList = Join-Path $folder curl.txt
    $urls = 1..$Count | ForEach-Object { "url = https://$target/"; 'output = /dev/null' }
    Set-Content -LiteralPath $curlList -Value $urls
    $curlPin = $pin -replace '^sha256/', 'sha256//'
    foreach ($round in 1..$Rounds) {
        $rows = @(
            Measure-Rate 'Test-CertificatePin -TrustAnchor' $Count {
                Assert-All $true $Count (1..$Count | ForEach-Object { $target } |
                    Test-CertificatePin -Pin $pin -TrustAnchor $root -Quiet -ThrottleLimit $ThrottleLimit)
            }
            Measure-PlatformTrust | Select-Object Name, Number, PerSecond, CpuMs
            Measure-Rate 'curl -Z --pinnedpubkey' $Count {
                & curl -sZ --parallel-max $ThrottleLimit --cacert $root --pinnedpubkey $curlPin -K $curlList 2>$null
                if ($LASTEXITCODE) { throw "curl ended with $LASTEXITCODE." }
            }
            Measure-Rate 'openssl s_time -new' $(
                $script:sTime = & openssl s_time -new -connect $target -CAfile $root -time 4 2>&1 | Out-String
                [int][regex]::Match($script:sTime, '(\d+) connections in \d+ real seconds').Groups[1].Value
            ) { }
            Measure-Rate 'SslStream alone' $Count { [BareSweep]::Run($server.Port, $Count, $ThrottleLimit, $false) }
            Measure-Rate 'SslStream alone, one SSL_CTX' $Count {
                [BareSweep]::Run($server.Port, $Count, $ThrottleLimit, $true)
            }
            Measure-Rate 'TcpClient + SslStream' $few {
                Assert-All $pin $few $(foreach ($i in 1..$few) { & $usual $server.Port })
            }
            Measure-Rate 'ForEach-Object -Parallel' $few {
                $text = $usual.ToString()
                $port = $server.Port
                Assert-All $pin $few (1..$few | ForEach-Object -ThrottleLimit 32 -Parallel {
                    & ([scriptblock]::Create($using:text)) $using:port
                })
            }
        )
        # s_time says its own CPU: "N connections in X.XXs".
        $own = [regex]::Match($script:sTime, '(\d+) connections in ([\d.]+)s')
        $ours, $platform, $curl, $limit, $bare, $oneContext, $script, $parallel = $rows
        $limit.PerSecond = [math]::Round([int]$own.Groups[1].Value / 4, 1)
        $limit.CpuMs = [math]::Round(1000 * [double]$own.Groups[2].Value / [int]$own.Groups[1].Value, 3)

        "Round $round of $Rounds, $Count targets, $ThrottleLimit at once:"
        $rows | Format-Table -AutoSize | Out-String -Stream | Where-Object { $_ }
        '  throughput to curl -Z: {0:0.00}   to ForEach-Object -Parallel: {1:0.0}   to TcpClient + SslStream: {2:0.0}' -f
            ($ours.PerSecond / $curl.PerSecond), ($ours.PerSecond / $parallel.PerSecond),
            ($ours.PerSecond / $script.PerSecond)
        "  CPU to openssl s_time: {0:0.00} with -TrustAnchor, {1:0.00} with the platform's trust" -f
            ($ours.CpuMs / $limit.CpuMs), ($platform.CpuMs / $limit.CpuMs)
        '  of which SslStream alone: {0:0.00}, and with one SSL_CTX for all {1:0.00}' -f
            ($bare.CpuMs / $limit.CpuMs), ($oneContext.CpuMs / $limit.CpuMs)
    }
} finally {
    Stop-Nginx $server
    Remove-Item -LiteralPath $folder -Recurse -Force
}
