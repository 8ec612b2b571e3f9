# What a session with Enable-WebPinning costs. Of the lookup of a command and of calls: the difference, in one process that
# enables and disables in turn. Of a request by the stock name: beside the stock command and Invoke-PinnedRestMethod, each
# measurement in a process of its own; the variants take turns, and which begins changes from round to round.
# Run with: pwsh -NoProfile tests/Benchmarks/WebPinning.ps1 (after dotnet build -c Release src/PinningTools).
param([int] $Calls = 5000, [int] $Requests = 300, [int] $Rounds = 3)

$ErrorActionPreference = 'Stop'
. (Join-Path $PSScriptRoot '../Pester/WebTestServer.ps1')
. (Join-Path $PSScriptRoot 'WebSite.ps1')
. (Join-Path $PSScriptRoot 'Measure.ps1')

# Milliseconds for each call, of each variant in each round.
function Compare-Variant([string] $Name, [int] $Count, [Collections.IDictionary] $Variants, [string] $Work) {
    $times = @{}
    foreach ($round in 1..$Rounds) {
        $order = @($Variants.Keys)
        if ($round % 2) { [array]::Reverse($order) }
        foreach ($variant in $order) {
            $setup, $command = $Variants[$variant]
            $loop = "for (`$i = 0; `$i -lt $Count; `$i++) { $($Work.Replace('COMMAND', $command)) }"
            $warm = "for (`$i = 0; `$i -lt 100; `$i++) { $($Work.Replace('COMMAND', $command)) }"
            $times[$variant] += @((Measure-Script "$setup; $warm" $loop).Milliseconds / $Count)
        }
    }
    foreach ($variant in $Variants.Keys) {
        '{0}, {1}: {2:0.0000} ms (rounds: {3})' -f $Name, $variant, (Get-Median $times[$variant]),
            ($times[$variant].ForEach{ '{0:0.0000}' -f $_ } -join ' ')
    }
}

$module = (Resolve-Path (Join-Path $PSScriptRoot '../../PinningTools.psd1')).Path
# A call loads the module of a command before anything is timed, as in any session.
$differences = @"
Import-Module '$module'
function Measure-Call([scriptblock] `$Call) {
    `$watch = [Diagnostics.Stopwatch]::StartNew()
    for (`$i = 0; `$i -lt $Calls; `$i++) { & `$Call }
    `$watch.Elapsed.TotalMilliseconds / $Calls
}
`$work = [ordered]@{
    'lookup of a cmdlet' = { `$null = `$ExecutionContext.InvokeCommand.GetCommand('Get-Random', 'All') }
    'call of a cmdlet' = { `$null = Get-Location }
    'call of an alias' = { `$null = gl }
}
`$null = Get-Random; foreach (`$name in `$work.Keys) { foreach (`$turn in 1..6) { `$null = Measure-Call `$work[`$name] } }
foreach (`$name in `$work.Keys) {
    `$more = foreach (`$turn in 1..15) {
        Disable-WebPinning
        `$without = Measure-Call `$work[`$name]
        Enable-WebPinning -Pin 'sha256/$('A' * 43)='
        (Measure-Call `$work[`$name]) - `$without
    }
    `$sorted = @(`$more | Sort-Object)
    '{0}: {1:0.0000} ms more in an enabled session (quartiles {2:0.0000} and {3:0.0000})' -f `$name, `$sorted[7], `$sorted[3], `$sorted[11]
}
"@
$server = Start-WebTestServer
$folder = Join-Path $server.Folder 'nginx'
try {
    $ports = Get-FreePort 2
    $uri = "https://localhost:$($ports[0])"
    $web = Start-WebSite $server $folder $ports 1 1
    $enable = 'Enable-WebPinning @pin'
    Invoke-Engine -NoProfile -NonInteractive -Command $differences
    Compare-Variant 'request' $Requests ([ordered]@{
            'stock' = '', 'Invoke-RestMethod "$uri/small.json" -SkipCertificateCheck'
            'stock, with a session' = '$null = Invoke-RestMethod "$uri/small.json" -SkipCertificateCheck -SessionVariable session',
                'Invoke-RestMethod "$uri/small.json" -SkipCertificateCheck -WebSession $session'
            'pinned' = '', 'Invoke-PinnedRestMethod "$uri/small.json" @pin'
            'enabled' = $enable, 'Invoke-RestMethod "$uri/small.json"'
        }) '$null = COMMAND'
}
finally {
    if ($web) { Stop-Process -Id $web.Id }
    Stop-WebTestServer $server
}
