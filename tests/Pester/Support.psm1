# What the suites share: the module under test, the example server, certificates by openssl and an nginx on loopback.
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot Engine.psm1) -Global
$script:Root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)

function Import-ModuleUnderTest {
    Import-Module -Name (Get-ModulePath) -Global
}

function Get-RepositoryRoot { $script:Root }

# Start-ExampleServer and its companions: a real server and an impostor with certificates of two authorities.
. (Join-Path $script:Root 'examples/ExampleServer.ps1')

function Start-Child {
    param([string] $FileName, [string[]] $Argument)
    $start = [Diagnostics.ProcessStartInfo]::new($FileName)
    foreach ($one in $Argument) { $start.ArgumentList.Add($one) }
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    [Diagnostics.Process]::Start($start)
}

function Test-Program {
    param([string] $Name)
    [bool](Get-Command -Name $Name -CommandType Application -ErrorAction SilentlyContinue)
}

function Invoke-Program {
    & $args[0] @($args | Select-Object -Skip 1) 2>$null
    if ($LASTEXITCODE) { throw "'$args' ended with exit code $LASTEXITCODE." }
}

# A root, an intermediate and a leaf by openssl: NAME.pem and NAME.key in the folder.
function New-OpensslChain {
    param([string] $Folder, [string] $Prefix = '', [string] $HostName = 'localhost')

    $days = '-days', '30'
    $curve = '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'
    $file = { param($name) Join-Path $Folder "$Prefix$name" }
    Invoke-Program openssl req -x509 @curve @days -subj "/CN=${Prefix}Root" -keyout (& $file root.key) `
        -out (& $file root.pem) -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign'
    Invoke-Program openssl req -x509 @curve @days -subj "/CN=${Prefix}Intermediate" -keyout (& $file intermediate.key) `
        -out (& $file intermediate.pem) -CA (& $file root.pem) -CAkey (& $file root.key) `
        -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign'
    Invoke-Program openssl req -x509 @curve @days -subj "/CN=$HostName" -keyout (& $file leaf.key) `
        -out (& $file leaf.pem) -CA (& $file intermediate.pem) -CAkey (& $file intermediate.key) `
        -addext 'basicConstraints=critical,CA:FALSE' -addext "subjectAltName=DNS:$HostName,IP:127.0.0.1" `
        -addext extendedKeyUsage=serverAuth
}

# openssl's own answer to what the pin of a certificate is.
function Get-OpensslPin {
    param([string] $Path)

    # In steps and files, for a pipe between programs is text here, and not every machine has another shell.
    $key, $der, $hash = 1..3 | ForEach-Object { Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid()) }
    try {
        Set-Content -LiteralPath $key -Value (& openssl x509 -in $Path -pubkey -noout) -Encoding ascii
        $null = & openssl pkey -pubin -in $key -outform der -out $der
        $null = & openssl dgst -sha256 -binary -out $hash $der
        "sha256/$(& openssl base64 -in $hash)"
    }
    finally { Remove-Item -LiteralPath $key, $der, $hash -ErrorAction Ignore }
}

# nginx with any list of certificates, sent as they stand in the files. One process, one free port.
function Start-Nginx {
    param([string] $Folder, [string[]] $Certificate, [string] $Key, [string] $Directive = '')

    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $port = $listener.LocalEndpoint.Port
    $listener.Stop()

    $place = Join-Path $Folder "nginx-$port"
    $null = New-Item -ItemType Directory -Path $place
    Get-Content -LiteralPath $Certificate | Set-Content -LiteralPath (Join-Path $place chain.pem)
    Set-Content -LiteralPath (Join-Path $place nginx.conf) -Value @"
daemon off; master_process off; pid $place/pid; error_log $place/error.log;
events { worker_connections 4096; }
http {
  access_log $place/access.log;
  client_body_temp_path $place/b; proxy_temp_path $place/p;
  fastcgi_temp_path $place/f; uwsgi_temp_path $place/u; scgi_temp_path $place/s;
  server {
    listen 127.0.0.1:$port ssl backlog=4096; $Directive
    ssl_certificate $place/chain.pem; ssl_certificate_key $Key;
    location / { return 200 "hello"; }
  }
}
"@
    $process = Start-Child -FileName nginx -Argument '-p', $place, '-c', "$place/nginx.conf", '-e', "$place/error.log"
    $deadline = [DateTime]::UtcNow.AddSeconds(10)
    while ($true) {
        $client = [Net.Sockets.TcpClient]::new()
        try { $client.Connect('127.0.0.1', $port); break }
        catch { if ([DateTime]::UtcNow -gt $deadline -or $process.HasExited) { throw } }
        finally { $client.Dispose() }
        Start-Sleep -Milliseconds 50
    }
    [pscustomobject]@{ Port = $port; Process = $process; AccessLog = Join-Path $place access.log }
}

function Stop-Nginx {
    param([object] $Server)
    $Server.Process.Kill()
    $Server.Process.WaitForExit()
}

# openssl s_server with a certificate of its own making, and settings that today's platforms refuse.
function Start-OpensslServer {
    param([string] $Folder, [string] $Key = 'rsa:2048', [string[]] $Setting)

    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $port = $listener.LocalEndpoint.Port
    $listener.Stop()

    $file = Join-Path $Folder "server-$port"
    Invoke-Program openssl req -x509 -nodes -days 30 -subj '/CN=localhost' -addext subjectAltName=DNS:localhost `
        -newkey $Key -keyout "$file.key" -out "$file.pem"
    $process = Start-Child -FileName openssl -Argument (@(
            's_server', '-accept', "127.0.0.1:$port", '-cert', "$file.pem", '-key', "$file.key", '-quiet') + $Setting)
    $deadline = [DateTime]::UtcNow.AddSeconds(10)
    while ($true) {
        $client = [Net.Sockets.TcpClient]::new()
        try { $client.Connect('127.0.0.1', $port); break }
        catch { if ([DateTime]::UtcNow -gt $deadline -or $process.HasExited) { throw } }
        finally { $client.Dispose() }
        Start-Sleep -Milliseconds 50
    }
    [pscustomobject]@{ Port = $port; Process = $process; Pin = Get-OpensslPin "$file.pem"; Certificate = "$file.pem" }
}

function Stop-OpensslServer {
    param([object] $Server)
    if (-not $Server) { return }
    $Server.Process.Kill()
    $Server.Process.WaitForExit()
}

Export-ModuleMember -Function *
