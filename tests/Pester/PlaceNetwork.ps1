# Dot-sourced in BeforeAll: a small network of namespaces of this machine, with a server that is seen directly from one of
# them and through an interceptor from another, and remoting over SSH into both. Nothing of it is outside of the machine.
#
#   direct ----- server          10.213.0.1 is the server
#   inspected -- middle -- server    10.213.0.1 is the interceptor, which knows the server as 10.213.1.1

function Invoke-Ip { Invoke-Program ip @args }

function New-PlaceNetwork {
    param([string] $Folder)
    $id = -join ([guid]::NewGuid().ToString('N')[0..5])
    $network = [pscustomobject]@{
        Folder = $Folder; Server = "pt$id-s"; Direct = "pt$id-d"; Middle = "pt$id-m"; Inspected = "pt$id-i"
        Port = 8443; Processes = [Collections.Generic.List[object]]::new(); Options = $null; Root = Join-Path $Folder root.pem
    }
    $all = $network.Server, $network.Direct, $network.Middle, $network.Inspected
    $links = @(
        , @($network.Server, "s0$id", '10.213.0.1/24', $network.Direct, "d0$id", '10.213.0.2/24')
        , @($network.Server, "s1$id", '10.213.1.1/24', $network.Middle, "m1$id", '10.213.1.2/24')
        , @($network.Middle, "m0$id", '10.213.0.1/24', $network.Inspected, "i0$id", '10.213.0.3/24')
    )
    foreach ($one in $all) {
        Invoke-Ip netns add $one
        Invoke-Ip -n $one link set lo up
    }
    foreach ($link in $links) {
        $first, $firstName, $firstAddress, $second, $secondName, $secondAddress = $link
        Invoke-Ip -n $first link add $firstName type veth peer name $secondName netns $second
        Invoke-Ip -n $first addr add $firstAddress dev $firstName
        Invoke-Ip -n $second addr add $secondAddress dev $secondName
        Invoke-Ip -n $first link set $firstName up
        Invoke-Ip -n $second link set $secondName up
    }
    # The names that programs of these namespaces find.
    foreach ($one in $network.Direct, $network.Inspected) {
        $null = New-Item -ItemType Directory -Path "/etc/netns/$one" -Force
        Set-Content -LiteralPath "/etc/netns/$one/hosts" -Value '127.0.0.1 localhost', '10.213.0.1 shop.example'
    }
    New-OpensslChain -Folder $Folder -HostName shop.example
    $network
}

# Runs a program in a namespace, and waits until it listens.
function Start-PlaceProgram {
    param($Network, [string] $Namespace, [string] $Address, [string[]] $Command)
    $log = Join-Path $Network.Folder "$([guid]::NewGuid()).log"
    $start = @{
        FilePath = 'ip'; ArgumentList = @('netns', 'exec', $Namespace) + $Command; PassThru = $true
        RedirectStandardOutput = $log; RedirectStandardError = "$log.error"
    }
    $Network.Processes.Add((Start-Process @start))
    for ($i = 0; $i -lt 600; $i++) {
        if (& ip netns exec $Namespace ss -Hltn "src ${Address}:$($Network.Port)") { return }
        Start-Sleep -Milliseconds 100
    }
    throw "$Command does not listen: $(Get-Content -LiteralPath "$log.error")"
}

function Start-PlaceServers {
    param($Network)
    $file = { param($name) Join-Path $Network.Folder $name }
    Start-PlaceProgram $Network $Network.Server '*' @(
        'openssl', 's_server', '-accept', $Network.Port, '-quiet', '-www', '-cert', (& $file leaf.pem), '-key', (& $file leaf.key)
        '-cert_chain', (& $file intermediate.pem))
    Start-PlaceProgram $Network $Network.Middle '10.213.0.1' @(
        'mitmdump', '--mode', "reverse:https://10.213.1.1:$($Network.Port)", '--listen-host', '10.213.0.1', '-p', $Network.Port
        '--ssl-insecure', '--set', "confdir=$(& $file mitm)", '--set', 'connection_strategy=lazy', '--set', 'flow_detail=0')
}

# Each connection has a server of its own, in the namespace: nothing listens for SSH anywhere.
function Initialize-PlaceSsh {
    param($Network)
    $null = New-Item -ItemType Directory -Path /run/sshd -Force
    foreach ($key in 'host', 'user') {
        Invoke-Program ssh-keygen -q -t ed25519 -N '' -C $key -f (Join-Path $Network.Folder $key)
    }
    $engine = Get-EngineStart -Argument '-sshs', '-NoLogo', '-NoProfile'
    $configuration = Join-Path $Network.Folder sshd_config
    Set-Content -LiteralPath $configuration -Value @(
        "HostKey $(Join-Path $Network.Folder host)", "AuthorizedKeysFile $(Join-Path $Network.Folder user.pub)"
        'StrictModes no', 'UsePAM no', 'PasswordAuthentication no', 'PidFile none'
        'SetEnv POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off DOTNET_CLI_TELEMETRY_OPTOUT=1 PATH=' + $env:PATH
        "Subsystem powershell $($engine.FilePath) $($engine.ArgumentList -join ' ')")
    $key = Get-Content -LiteralPath (Join-Path $Network.Folder host.pub)
    Set-Content -LiteralPath (Join-Path $Network.Folder known_hosts) -Value "branch7 $key", "branch8 $key"
}

function New-PlaceSession {
    param($Network, [string] $Name, [string] $Namespace)
    $sshd = (Get-Command sshd, /usr/sbin/sshd -ErrorAction Ignore)[0].Source
    New-PSSession -HostName $Name -UserName root -KeyFilePath (Join-Path $Network.Folder user) -ConnectingTimeout 60000 -Options @{
        ProxyCommand = "ip netns exec $Namespace $sshd -i -f $(Join-Path $Network.Folder sshd_config)"
        UserKnownHostsFile = Join-Path $Network.Folder known_hosts; GlobalKnownHostsFile = '/dev/null'
        StrictHostKeyChecking = 'yes'; BatchMode = 'yes'; IdentitiesOnly = 'yes'
    }
}

function Remove-PlaceNetwork {
    param($Network)
    foreach ($process in $Network.Processes) { Stop-Process -Id $process.Id -Force -ErrorAction Ignore }
    foreach ($one in $Network.Server, $Network.Direct, $Network.Middle, $Network.Inspected) {
        & ip netns del $one 2>$null
        Remove-Item -LiteralPath "/etc/netns/$one" -Recurse -Force -ErrorAction Ignore
    }
}
