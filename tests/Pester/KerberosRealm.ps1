# Dot-sourced in BeforeAll: a Kerberos realm on loopback, with an origin (Apache) and a proxy (Squid) that know its user
# by a ticket, an origin and a proxy (Apache again) that speak NTLM, and an impostor. The Kerberos library does not hear
# of a variable that PowerShell changes: they are set here for the children, and the commands under test run in a pwsh
# of their own.
. $PSScriptRoot/TestServer.ps1
. $PSScriptRoot/WebTestServer.ps1
Import-Module (Join-Path $PSScriptRoot Support.psm1) -DisableNameChecking

$script:realm = 'PIN.TEST'
$script:folder = Join-Path ([IO.Path]::GetTempPath()) "pin-$(New-Guid)"
$script:started = [Collections.Generic.List[Diagnostics.Process]]::new()
$script:isRoot = (id -u) -eq 0
$script:variables = @{
    KRB5_CONFIG = "$folder/krb5.conf"
    KRB5_KDC_PROFILE = "$folder/kdc.conf"
    KRB5_KTNAME = "FILE:$folder/service.keytab"
    KRB5RCACHENAME = 'none:'
    KRB5CCNAME = "FILE:$folder/ticket"
    NTLM_USER_FILE = "$folder/ntlm"
}

function Start-KerberosRealm {
    $null = New-Item -ItemType Directory "$folder/www"
    $script:before = @{}
    foreach ($name in $variables.Keys) {
        $before[$name] = [Environment]::GetEnvironmentVariable($name)
        [Environment]::SetEnvironmentVariable($name, $variables[$name])
    }
    $ports = [PinningTools.Testing.FreePorts]::Take(4)
    $script:kdc = Start-Kdc $ports[0]
    $root = [PinningTools.Testing.TestCertificate]::Root('Test Root')
    # Loopback addresses go without a proxy in Invoke-WebRequest: the second name is for it.
    $names = [PinningTools.Testing.CertificateOptions]@{ DnsNames = [string[]] ('localhost', 'server.test') }
    $leaf = $root.Issue('localhost', $names)
    $leaf.WriteTo($folder)
    $root.WritePem("$folder/root.pem")
    if ($isRoot) { chmod -R a+rwX $folder }
    Start-Origin $ports[1] $ports[3]
    Start-Proxy $ports[2]
    $script:impostor = Start-WebTestServer
    # What the children are told.
    $script:at = @{
        Kdc = $kdc.Id
        Module = Get-ModulePath
        Port = $ports[1]
        Origin = "https://localhost:$($ports[1])"
        Proxied = "https://server.test:$($ports[1])"
        Proxy = "http://localhost:$($ports[2])"
        NtlmProxy = "http://localhost:$($ports[3])"
        Pin = $leaf.Pin
        Pinned = @{ Pin = $leaf.Pin; TrustAnchor = "$folder/root.pem", $impostor.Root }
        Impostor = "$($impostor.Uri)/auth/negotiate"
        ImpostorPort = $impostor.Port
        Away = @{
            https = "https://localhost:$($ports[1])/away/https/$($impostor.Port)"
            http = "https://localhost:$($ports[1])/away/http/$(([uri] $impostor.PlainUri).Port)"
        }
        ImpostorPin = $impostor.Pin
    }
}

function Stop-KerberosRealm {
    if ($impostor) { Stop-WebTestServer $impostor }
    # Asked to end, Squid leaves no shared memory behind.
    foreach ($process in $started) {
        kill -CONT $process.Id
        kill -TERM $process.Id
        if (-not $process.WaitForExit(5000)) { $process.Kill() }
    }
    foreach ($name in $variables.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
    Remove-Item $folder -Recurse -Force
}

function Start-Server([int] $Port, [string] $FileName, [string[]] $Argument) {
    $process = Start-Child -FileName $FileName -Argument $Argument
    $started.Add($process)
    for ($try = 0; $try -lt 150 -and -not $process.HasExited; $try++) {
        $client = [Net.Sockets.TcpClient]::new()
        try { $client.Connect('127.0.0.1', $Port); return $process } catch { Start-Sleep -Milliseconds 100 }
        finally { $client.Dispose() }
    }
    throw "$FileName did not start: $(Get-Content "$folder/*.log" -ErrorAction Ignore)"
}

# One user, with a ticket, and the service of whatever listens on localhost: a token for the one would do for another.
function Start-Kdc([int] $Port) {
    Set-Content $env:KRB5_CONFIG @"
[libdefaults]
  default_realm = $realm
  rdns = false
  dns_canonicalize_hostname = false
  dns_lookup_kdc = false
  dns_lookup_realm = false
[realms]
  $realm = {
    kdc = 127.0.0.1:$Port
  }
"@
    Set-Content $env:KRB5_KDC_PROFILE @"
[kdcdefaults]
  kdc_listen = 127.0.0.1:$Port
  kdc_tcp_listen = 127.0.0.1:$Port
[realms]
  $realm = {
    database_name = $folder/principal
    key_stash_file = $folder/stash
  }
[logging]
  kdc = FILE:$folder/kdc.log
"@
    $null = Invoke-Program kdb5_util -r $realm create -s -P master
    $null = Invoke-Program kadmin.local -r $realm addprinc -pw sesame alice
    $null = Invoke-Program kadmin.local -r $realm ktadd -norandkey -k "$folder/user.keytab" alice
    $null = Invoke-Program kadmin.local -r $realm addprinc -randkey HTTP/localhost
    $null = Invoke-Program kadmin.local -r $realm ktadd -k "$folder/service.keytab" HTTP/localhost
    Start-Server $Port krb5kdc '-n', '-r', $realm
    Get-Ticket ticket
}

# Puts a ticket-granting ticket, and none for a service yet, into a file of the folder.
function Get-Ticket([string] $Name) {
    $null = Invoke-Program kinit -k -t "$folder/user.keytab" -c "FILE:$folder/$Name" alice
}

# /closed is for those with a ticket, /ntlm and the proxy for those who know NTLM. /away leads to another.
function Start-Origin([int] $Port, [int] $ProxyPort) {
    Set-Content "$folder/ntlm" 'PIN:alice:sesame'
    $modules = 'mpm_event', 'authn_core', 'authz_core', 'authz_user', 'auth_gssapi', 'alias', 'headers', 'ssl', 'http2', 'proxy',
        'proxy_connect'
    Set-Content "$folder/www/open", "$folder/www/closed", "$folder/www/ntlm" hello
    $ntlm = "AuthType GSSAPI`nGssapiAllowedMech ntlmssp`nGssapiConnectionBound on`nRequire valid-user"
    Set-Content "$folder/apache.conf" @"
ServerRoot /usr/lib/apache2
ServerName localhost
Listen 127.0.0.1:$Port
Listen 127.0.0.1:$ProxyPort
$($modules.ForEach({ "LoadModule ${_}_module modules/mod_$_.so" }) -join "`n")
$(if ($isRoot) { "User www-data`nGroup www-data" })
PidFile $folder/apache.pid
Mutex file:$folder
DefaultRuntimeDir $folder
ErrorLog $folder/apache.log
LogFormat "%u %>s %U%q" named
CustomLog $folder/origin.log named
CustomLog $folder/cookies.log "%>s %U%q %{Cookie}i"
Header always set Set-Cookie "round=1; Path=/" "expr=%{REQUEST_STATUS} == 401"
Protocols h2 http/1.1
SSLEngine on
SSLCertificateFile $folder/cert.pem
SSLCertificateKeyFile $folder/key.pem
DocumentRoot $folder/www
ForceType text/plain
RedirectMatch "^/away/(https?)/(\d+)$" "`$1://localhost:`$2/auth/negotiate"
RedirectMatch "^/again$" "/closed"
<Location /closed>
  AuthType GSSAPI
  GssapiCredStore keytab:$folder/service.keytab
  Require valid-user
</Location>
<Location /ntlm>
  $ntlm
</Location>
<VirtualHost *:$ProxyPort>
  SSLEngine off
  ProxyRequests on
  AllowCONNECT $Port
  CustomLog $folder/ntlmproxy.log named
  <Proxy *>
    $ntlm
  </Proxy>
</VirtualHost>
"@
    $null = Start-Server $Port apache2 '-X', '-f', "$folder/apache.conf"
}

function Start-Proxy([int] $Port) {
    Set-Content "$folder/hosts" '127.0.0.1 localhost server.test'
    Set-Content "$folder/squid.conf" @"
http_port 127.0.0.1:$Port
pid_filename none
cache_store_log none
cache_log $folder/squid.log
cache deny all
coredump_dir $folder
shutdown_lifetime 0 seconds
cache_effective_user $(if ($isRoot) { 'proxy' } else { [Environment]::UserName })
visible_hostname proxy.example
pinger_enable off
hosts_file $folder/hosts
logformat named %un %Ss %ru
access_log stdio:$folder/proxy.log named
auth_param negotiate program /usr/lib/squid/negotiate_kerberos_auth -s HTTP/localhost@$realm
auth_param negotiate children 1
acl known proxy_auth REQUIRED
http_access deny !known
http_access allow all
"@
    $null = Start-Server $Port squid '-N', '-n', "pin$Port", '-f', "$folder/squid.conf"
}

# Runs a script in a pwsh of its own, which sees $at and $with, and gives what Get-Outcome made of its commands there.
# A user without a ticket has one of a file that does not exist.
function Invoke-InChild([scriptblock] $Script, [string] $Ticket = 'ticket', [hashtable] $With = @{}, [switch] $Ntlm) {
    $env:KRB5CCNAME = "FILE:$folder/$Ticket"
    $env:NTLM_USER_FILE = if ($Ntlm) { $variables.NTLM_USER_FILE } else { "$folder/none" }
    $child = [scriptblock]::Create(@"
param(`$at, `$with)
Import-Module `$at.Module
`$pinned = `$at.Pinned
`$plain = @{ SkipCertificateCheck = `$true }
`$asUser = @{ UseDefaultCredentials = `$true }
`$throughProxy = @{ Proxy = `$at.Proxy; ProxyUseDefaultCredentials = `$true }
function Get-Outcome([scriptblock] `$Command) {
    `$clock = [Diagnostics.Stopwatch]::StartNew()
    `$one = @{}
    try { `$one.Result = & `$Command }
    catch {
        `$one.Id = (`$_.FullyQualifiedErrorId -split ',')[0]
        `$one.Ids = `$_.FullyQualifiedErrorId
        `$one.Message = `$_.Exception.Message
        `$one.Advice = `$_.ErrorDetails.RecommendedAction
        `$one.Status = [int] `$_.Exception.Response.StatusCode
    }
    `$one.Seconds = `$clock.Elapsed.TotalSeconds
    [pscustomobject] `$one
}
$Script
"@)
    Invoke-EngineBlock -ScriptBlock $child -ArgumentList $at, $With
}

# The lines that a log holds, once a line like the last awaited one is among them.
function Get-Log([string] $Name, [string] $Last) {
    @((Wait-FileText "$folder/$Name.log" $Last) -split "`n" | Where-Object { $_ })
}

# All that the origin was asked up to now.
function Get-OriginLog {
    $last = "/open?by=last$(Get-Random)"
    $null = Invoke-WebRequest "$($at.Origin)$last" -SkipCertificateCheck
    Get-Log origin $last
}

# The Authorization fields that the impostor got, an empty one for a request without.
function Get-ImpostorLog {
    @(Get-ReceivedRequest $impostor.Uri | ForEach-Object { "$($_.headers.Authorization)" })
}
