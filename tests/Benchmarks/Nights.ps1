<#
.SYNOPSIS
What a check with a memory costs: the state of many endpoints against the same in script, rows of a list against
Test-CertificatePin over the same targets, and a sweep with -State against one without. One run, one machine.
.EXAMPLE
pwsh -NoProfile -File tests/Benchmarks/Nights.ps1
#>
param([int] $Endpoints = 100000, [int] $InScript = 10000, [int] $Rows = 1000, [int] $Sweep = 5000, [int] $Slim = 10000,
    [int] $Rounds = 3)

$ErrorActionPreference = 'Stop'
$root = (Resolve-Path (Join-Path $PSScriptRoot '../..')).Path
$program = Join-Path $PSScriptRoot 'Files/bin/Release/net8.0/PinningTools.Benchmarks.dll'
dotnet build (Join-Path $PSScriptRoot 'Files') -c Release -v q --nologo | Out-Null
dotnet build (Join-Path $root 'src/PinningTools') -c Release -v q --nologo | Out-Null
if ($LASTEXITCODE) { throw 'The build failed.' }
Import-Module (Join-Path $PSScriptRoot '../Pester/Support.psm1') -Force
Import-ModuleUnderTest
$folder = (New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) "pin-nights-$PID")).FullName
[IO.File]::SetUnixFileMode($folder, 'UserRead, UserWrite, UserExecute')

function Measure-Seconds([scriptblock] $Work) {
    [GC]::Collect()
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $null = & $Work
    $watch.Elapsed.TotalSeconds
}

# The middle one of some rounds: the first also compiles.
function Measure-Median([scriptblock] $Work) {
    $all = @(1..$Rounds | ForEach-Object { Measure-Seconds $Work } | Sort-Object)
    $all[[int][math]::Floor($Rounds / 2)]
}

try {
    dotnet --roll-forward Major $program state-idle $Endpoints
    dotnet --roll-forward Major $program state-write "$folder/core.state.jsonl" $Endpoints
    dotnet --roll-forward Major $program state "$folder/core.state.jsonl" $Endpoints

    # The same as a script does it: lines to objects, a hashtable to compare, objects to lines.
    dotnet --roll-forward Major $program state-write "$folder/script.state.jsonl" $InScript
    dotnet --roll-forward Major $program state "$folder/script.state.jsonl" $InScript
    $seconds = Measure-Seconds {
        $known = @{}
        foreach ($line in [IO.File]::ReadLines("$folder/script.state.jsonl")) {
            $one = $line | ConvertFrom-Json
            if ($one.key) { $known[$one.key] = $one }
        }
        $lines = foreach ($one in $known.Values) {
            if ($one.leaf.pin -ne $known[$one.key].leaf.pin) { throw 'It is the same.' }
            $one | ConvertTo-Json -Compress -Depth 5
        }
        [IO.File]::WriteAllLines("$folder/script.out.jsonl", [string[]]$lines)
    }
    'In script, {0} endpoints: {1:0.00} s' -f $InScript, $seconds

    # Two hundred authorities of one key: each row has another trust anchor, and all of them are right or wrong alike.
    New-OpensslChain -Folder $folder -HostName '*.nights.example'
    $chain = (Join-Path $folder leaf.pem), (Join-Path $folder intermediate.pem)
    $server = Start-Nginx -Folder $folder -Key (Join-Path $folder leaf.key) -Certificate $chain `
        -Directive 'ssl_session_cache off; ssl_session_tickets off; keepalive_timeout 0; access_log off;'
    $pin = Get-OpensslPin (Join-Path $folder leaf.pem)
    $spare = 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M='
    foreach ($i in 0..199) { Copy-Item -LiteralPath (Join-Path $folder root.pem) -Destination (Join-Path $folder "root$i.pem") }
    function New-Rows([int] $Count, [bool] $HasKeys) {
        foreach ($i in 1..$Count) {
            $name, $address = if ($HasKeys) { "h$i.nights.example", '127.0.0.1' } else { '127.0.0.1', '' }
            "$name,$($server.Port),$pin;$spare,$folder/root$($i % 200).pem,$address"
        }
    }
    $header = 'HostName,Port,Pin,TrustAnchor,Address'
    Set-Content -LiteralPath "$folder/rows.csv" -Value (@($header) + (New-Rows $Rows $false))
    $targets = foreach ($i in 1..$Rows) { [pscustomobject]@{ HostName = '127.0.0.1'; Port = $server.Port; Pin = $pin, $spare } }
    $anchor = Join-Path $folder root.pem
    $test = { $targets | Test-CertificatePin -TrustAnchor $anchor -ThrottleLimit 32 -Ordered }
    $check = { Invoke-PinCheck -LiteralPath "$folder/rows.csv" -ThrottleLimit 32 }
    $null = & $test; $null = & $check
    $of = { param($work) $before = [GC]::GetTotalAllocatedBytes(); $null = & $work; ([GC]::GetTotalAllocatedBytes() - $before) / 1KB / $Rows }
    $testKb, $checkKb = (& $of $test), (& $of $check)
    $testMs, $checkMs = (1000 * (Measure-Median $test) / $Rows), (1000 * (Measure-Median $check) / $Rows)
    'A row of {0} with 200 anchors: Test-CertificatePin {1:0.00} ms and {2:0} KB, Invoke-PinCheck {3:0.00} ms and {4:0} KB: {5:0.00} ms and {6:0} KB above' -f `
        $Rows, $testMs, $testKb, $checkMs, $checkKb, ($checkMs - $testMs), ($checkKb - $testKb)

    Set-Content -LiteralPath "$folder/sweep.csv" -Value (@($header) + (New-Rows $Sweep $true))
    $plain = { Invoke-PinCheck -LiteralPath "$folder/sweep.csv" -ThrottleLimit 64 -Slim }
    $kept = { Invoke-PinCheck -LiteralPath "$folder/sweep.csv" -ThrottleLimit 64 -Slim -State "$folder/sweep.state.jsonl" }
    $null = & $kept
    $without, $with = (Measure-Median $plain), (Measure-Median $kept)
    'A sweep of {0}, {4} Ok: {1:0.00} s, with -State {2:0.00} s: {3:0.00} times' -f `
        $Sweep, $without, $with, ($with / $without), (& $kept).Ok

    # Memory with -Slim: what the summary holds, and how much the process grows meanwhile, for a part of the rows and all.
    function Show-Memory([string] $What, [int] $Count, [scriptblock] $Work) {
        $before = [GC]::GetTotalMemory($true)
        $self = [Diagnostics.Process]::GetCurrentProcess()
        $refs = [IO.File]::OpenWrite('/proc/self/clear_refs')
        try { $refs.WriteByte(53) } finally { $refs.Dispose() }
        $start = $self.WorkingSet64
        $summary = & $Work
        $self.Refresh()
        $most = [long](((Get-Content -LiteralPath /proc/self/status) -match '^VmHWM')[0] -replace '\D') * 1024
        $script:held = [GC]::GetTotalMemory($true) - $before
        '{0}, {1} endpoints, {2} Ok: the summary holds {3:0.0} MB, the process grew by {4:0} MB' -f $What, $Count, $summary.Ok,
            ($script:held / 1MB), (($most - $start) / 1MB)
    }
    # The first also loads what the others find loaded.
    $of = foreach ($count in ($Slim / 10), ($Slim / 10), $Slim) {
        Set-Content -LiteralPath "$folder/slim.csv" -Value (@($header) + (New-Rows $count $true))
        Show-Memory 'Rows with -Slim' $count { Invoke-PinCheck -LiteralPath "$folder/slim.csv" -ThrottleLimit 64 -Slim } | Out-Host
        $script:held
    }
    'With -Slim, a row more holds {0:0} bytes' -f (($of[2] - $of[1]) / ($Slim * 0.9))
    Show-Memory 'Rows without -Slim' $Slim { Invoke-PinCheck -LiteralPath "$folder/slim.csv" -ThrottleLimit 64 }
    foreach ($count in ($Slim / 10), $Slim) {
        $sets = foreach ($i in 1..$count) { '{{"pattern":"h{0}.nights.example","trust":"PinOnly","pins":[{{"pin":"{1}"}},{{"pin":"{2}"}}]}}' -f $i, $pin, $spare }
        [IO.File]::WriteAllText("$folder/pins.json", '{"pinStore":1,"pinSets":[' + ($sets -join ',') + ']}')
        $hosts = foreach ($i in 1..$count) { "h$i.nights.example,$($server.Port),127.0.0.1" }
        Set-Content -LiteralPath "$folder/hosts.csv" -Value (@('HostName,Port,Address') + $hosts)
        Show-Memory 'A store with -Slim' $count {
            Invoke-PinCheck -LiteralPath "$folder/hosts.csv" -PinStore "$folder/pins.json" -ThrottleLimit 64 -Slim
        }
    }
} finally {
    if ($server) { Stop-Nginx $server }
    Remove-Item -LiteralPath $folder -Recurse -Force
}
