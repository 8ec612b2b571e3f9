# The web commands beside PowerShell's own, against nginx on loopback, in one run. Each line is a ratio: ours / theirs.
# Run with: pwsh -NoProfile tests/Benchmarks/Web.ps1 (after dotnet build). Each measurement has a process of its own.
param(
    [int] $Requests = 1000,
    [long] $FileMegabytes = 1024,
    [int] $JsonMegabytes = 100,
    [int] $Repeat = 3
)

$ErrorActionPreference = 'Stop'
. (Join-Path $PSScriptRoot '../Pester/WebTestServer.ps1')
$nginx = Get-Command nginx, /usr/sbin/nginx -ErrorAction SilentlyContinue | Select-Object -First 1
if (-not $nginx) { throw 'nginx is not installed.' }

function Get-FreePort([int] $Count) {
    $listeners = 1..$Count | ForEach-Object { [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0) }
    $listeners.Start()
    $listeners.ForEach{ $_.LocalEndpoint.Port }
    $listeners.Stop()
}

# Runs a script in a new PowerShell: the milliseconds it says it took, and the most memory the process had.
function Measure-Script([string] $Setup, [string] $Work) {
    $script = @"
`$ProgressPreference = 'SilentlyContinue'; `$ErrorActionPreference = 'Stop'
Import-Module '$module'
$Setup
[GC]::Collect()
`$watch = [Diagnostics.Stopwatch]::StartNew()
$Work
`$watch.Stop()
'{0} {1}' -f `$watch.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture), [Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64
"@
    $output = pwsh -NoProfile -NonInteractive -Command $script
    $milliseconds, $memory = -split @($output)[-1]
    [pscustomobject]@{ Milliseconds = [double]::Parse($milliseconds, [cultureinfo]::InvariantCulture); Megabytes = [long] $memory / 1MB }
}

function Compare-Script([string] $Name, [object] $AtMost, [string] $Theirs, [string] $Ours, [string] $TheirSetup = '', [string] $OurSetup = '') {
    $all = foreach ($round in 1..$Repeat) {
        [pscustomobject]@{ Theirs = Measure-Script $TheirSetup $Theirs; Ours = Measure-Script $OurSetup $Ours }
    }
    $their = ($all.Theirs.Milliseconds | Measure-Object -Minimum).Minimum
    $our = ($all.Ours.Milliseconds | Measure-Object -Minimum).Minimum
    [pscustomobject]@{
        Name = $Name
        TheirMs = [math]::Round($their, 1)
        OurMs = [math]::Round($our, 1)
        Ratio = [math]::Round($our / $their, 2)
        AtMost = $AtMost
        TheirMB = [math]::Round(($all.Theirs.Megabytes | Measure-Object -Minimum).Minimum)
        OurMB = [math]::Round(($all.Ours.Megabytes | Measure-Object -Minimum).Minimum)
    }
}

$module = (Resolve-Path (Join-Path $PSScriptRoot '../../PinningTools.psd1')).Path
$server = Start-WebTestServer
$folder = Join-Path $server.Folder 'nginx'
$ports = Get-FreePort 50
$port = $ports[0]
try {
    $null = New-Item -ItemType Directory -Path (Join-Path $folder 'www')
    $big = [IO.File]::Create((Join-Path $folder 'www/big.bin'))
    $big.SetLength($FileMegabytes * 1MB)
    $big.Dispose()
    $entry = '{{"id":{0},"name":"entry {0}","tags":["a","b","c"],"nested":{{"value":{0}.5,"flag":true,"text":"some text that has a length"}}}}'
    $json = [IO.StreamWriter]::new((Join-Path $folder 'www/data.json'))
    $json.Write('[')
    for ($i = 0; $json.BaseStream.Length -lt $JsonMegabytes * 1MB; $i++) {
        $json.Write($(if ($i) { ',' }) + ($entry -f $i))
        if ($i % 1000 -eq 0) { $json.Flush() }
    }
    $json.Write(']')
    $json.Dispose()
    @"
daemon off; master_process off; pid nginx.pid; error_log error.log;
worker_rlimit_nofile 4096;
events { worker_connections 2048; }
http {
    access_log off; default_type text/plain; sendfile on;
    types { application/json json; application/octet-stream bin; }
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
    keepalive_requests 1000000;
    server {
        $($ports.ForEach{ "listen 127.0.0.1:$_ ssl;" } -join ' ')
        ssl_certificate $($server.Folder)/chain.pem; ssl_certificate_key $($server.Folder)/key.pem;
        root www;
        location = / { return 200 hello; }
        location = /port { return 200 `$server_port; }
    }
}
"@ | Set-Content (Join-Path $folder 'nginx.conf')
    $web = Start-Process $nginx.Source -ArgumentList '-p', $folder, '-c', 'nginx.conf', '-e', 'error.log' -PassThru
    for ($try = 0; $try -lt 50; $try++) {
        try { $null = Invoke-WebRequest "https://localhost:$port/" -SkipCertificateCheck; break } catch { Start-Sleep -Milliseconds 100 }
    }

    $uri = "https://localhost:$port"
    $pin = "`$pin = @{ Pin = '$($server.Pin)'; TrustAnchor = '$($server.Root)' }"
    $warm = "1..200 | ForEach-Object { `$null = {0} }"
    $results = @(
        $their = "Invoke-WebRequest '$uri/' -SkipCertificateCheck -WebSession `$session"
        $our = "Invoke-PinnedWebRequest '$uri/' @pin"
        Compare-Script "$Requests GETs, ours without a session, theirs with one" 1.1 `
            "for (`$i = 0; `$i -lt $Requests; `$i++) { `$null = $their }" "for (`$i = 0; `$i -lt $Requests; `$i++) { `$null = $our }" `
            ("`$null = Invoke-WebRequest '$uri/' -SkipCertificateCheck -SessionVariable session; " + ($warm -replace '\{0\}', $their.Replace('$', '$$'))) `
            ("$pin; " + ($warm -replace '\{0\}', $our.Replace('$', '$$')))
        $their = "Invoke-WebRequest '$uri/' -SkipCertificateCheck"
        Compare-Script "$Requests GETs, both without a session" 0.125 `
            "for (`$i = 0; `$i -lt $Requests; `$i++) { `$null = $their }" "for (`$i = 0; `$i -lt $Requests; `$i++) { `$null = $our }" `
            ($warm -replace '\{0\}', $their.Replace('$', '$$')) ("$pin; " + ($warm -replace '\{0\}', $our.Replace('$', '$$')))
        Compare-Script "$FileMegabytes MB to -OutFile" 1.05 `
            "Invoke-WebRequest '$uri/big.bin' -SkipCertificateCheck -OutFile '$folder/theirs.bin'" "Invoke-PinnedWebRequest '$uri/big.bin' @pin -OutFile '$folder/ours.bin'" `
            "Remove-Item '$folder/theirs.bin' -ErrorAction SilentlyContinue" "$pin; Remove-Item '$folder/ours.bin' -ErrorAction SilentlyContinue"
        Compare-Script "$JsonMegabytes MB of JSON" 1.0 `
            "`$null = Invoke-RestMethod '$uri/data.json' -SkipCertificateCheck" "`$null = Invoke-PinnedRestMethod '$uri/data.json' @pin" '' $pin
        Compare-Script '200 parallel GETs to 50 hosts' '-' `
            "`$null = 1..200 | ForEach-Object -ThrottleLimit 50 -Parallel { `$port = ($($ports -join ','))[`$_ % 50]; Invoke-WebRequest `"https://localhost:`$port/port`" -SkipCertificateCheck }" `
            "`$null = 1..200 | ForEach-Object -ThrottleLimit 50 -Parallel { Import-Module '$module'; `$port = ($($ports -join ','))[`$_ % 50]; `$r = Invoke-PinnedWebRequest `"https://localhost:`$port/port`" -Pin '$($server.Pin)' -TrustAnchor '$($server.Root)'; if (`$r.Content -ne `"`$port`" -or `$r.Pinning[0].Port -ne `$port) { throw 'crossed' } }"
    )
    $results | Format-Table -AutoSize | Out-String -Width 200
}
finally {
    if ($web) { Stop-Process -Id $web.Id }
    Stop-WebTestServer $server
}
