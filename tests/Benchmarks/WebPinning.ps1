# A session with Enable-WebPinning beside one without the module's pins: the lookup of a command, calls, and a request
# by the stock name beside Invoke-PinnedRestMethod and the stock command. Each measurement has a process of its own; the variants
# take turns, and which begins changes from round to round.
# Run with: pwsh -NoProfile tests/Benchmarks/WebPinning.ps1 (after dotnet build -c Release src/PinningTools).
param([int] $Lookups = 20000, [int] $Requests = 300, [int] $Rounds = 3)

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
$server = Start-WebTestServer
$folder = Join-Path $server.Folder 'nginx'
try {
    $ports = Get-FreePort 2
    $uri = "https://localhost:$($ports[0])"
    $web = Start-WebSite $server $folder $ports 1 1
    $enable = 'Enable-WebPinning @pin'
    Compare-Variant 'lookup of a cmdlet' $Lookups ([ordered]@{
            'not enabled' = '', 'Get-Random'; 'enabled' = $enable, 'Get-Random'
        }) '$null = $ExecutionContext.InvokeCommand.GetCommand("COMMAND", "All")'
    # A call loads the module of the alias, as in a session; a lookup alone would search for it each time.
    Compare-Variant 'call of an alias' $Lookups ([ordered]@{
            'not enabled' = '', 'gl'; 'enabled' = $enable, 'gl'
        }) '$null = COMMAND'
    Compare-Variant 'call of a cmdlet' $Lookups ([ordered]@{
            'not enabled' = '', 'Get-Culture'; 'enabled' = $enable, 'Get-Culture'
        }) '$null = COMMAND'
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
