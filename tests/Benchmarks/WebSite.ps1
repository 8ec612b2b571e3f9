# Dot-sourced: an nginx with files to measure by.
$nginx = Get-Command nginx, /usr/sbin/nginx -ErrorAction SilentlyContinue | Select-Object -First 1
if (-not $nginx) { throw 'nginx is not installed.' }

function Get-FreePort([int] $Count) {
    $listeners = 1..$Count | ForEach-Object { [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0) }
    $listeners.Start()
    $listeners.ForEach{ $_.LocalEndpoint.Port }
    $listeners.Stop()
}

# A file of a known size, a JSON document of about a size, and a small one.
function New-Content([string] $Folder, [long] $FileMegabytes, [int] $JsonMegabytes) {
    $big = [IO.File]::Create((Join-Path $Folder 'big.bin'))
    $big.SetLength($FileMegabytes * 1MB)
    $big.Dispose()
    '{"id":1,"name":"entry","tags":["a","b"]}' | Set-Content (Join-Path $Folder 'small.json') -NoNewline
    $entry = '{{"id":{0},"name":"entry {0}","tags":["a","b","c"],' +
        '"nested":{{"value":{0}.5,"flag":true,"text":"some text that has a length"}}}}'
    $json = [IO.StreamWriter]::new((Join-Path $Folder 'data.json'))
    $json.Write('[')
    for ($i = 0; $json.BaseStream.Length -lt $JsonMegabytes * 1MB; $i++) {
        $json.Write($(if ($i) { ',' }) + ($entry -f $i))
        if ($i % 1000 -eq 0) { $json.Flush() }
    }
    $json.Write(']')
    $json.Dispose()
}

# Starts nginx on the ports, with the certificate of the test server, and gives its process. At the last port it resumes
# no session.
function Start-WebSite($Server, [string] $Folder, [int[]] $Ports, [long] $FileMegabytes, [int] $JsonMegabytes) {
    $null = New-Item -ItemType Directory -Path (Join-Path $Folder 'www')
    New-Content (Join-Path $Folder 'www') $FileMegabytes $JsonMegabytes
    @"
daemon off; master_process off; pid nginx.pid; error_log error.log;
worker_rlimit_nofile 4096;
events { worker_connections 2048; }
http {
    access_log off; default_type text/plain; sendfile on;
    types { application/json json; application/octet-stream bin; }
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi; scgi_temp_path scgi;
    keepalive_requests 1000000;
    ssl_certificate $($Server.Folder)/chain.pem; ssl_certificate_key $($Server.Folder)/key.pem;
    server {
        $($Ports[0..($Ports.Count - 2)].ForEach{ "listen 127.0.0.1:$_ ssl;" } -join ' ')
        root www;
        location = / { return 200 hello; }
        location = /port { return 200 `$server_port; }
    }
    server {
        listen 127.0.0.1:$($Ports[-1]) ssl; ssl_session_tickets off; ssl_session_cache off;
        location = / { return 200 hello; }
    }
}
"@ | Set-Content (Join-Path $Folder 'nginx.conf')
    $process = Start-Process $nginx.Source -ArgumentList '-p', $Folder, '-c', 'nginx.conf', '-e', 'error.log' -PassThru
    for ($try = 0; $try -lt 50; $try++) {
        try { $null = Invoke-WebRequest "https://localhost:$($Ports[0])/" -SkipCertificateCheck; break }
        catch { Start-Sleep -Milliseconds 100 }
    }
    $process
}
