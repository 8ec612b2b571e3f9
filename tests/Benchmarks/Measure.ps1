# Dot-sourced by a benchmark that has $module, $server, $uri, $ports and $folder.

# Runs a script in a new PowerShell: the milliseconds it took by its own watch, the most memory the process had, and how
# much of that came with the work, what it allocated, and the processor time, which a busy machine changes less.
function Measure-Script([string] $Setup, [string] $Work) {
    $script = @"
`$ProgressPreference = 'SilentlyContinue'; `$ErrorActionPreference = 'Stop'
Import-Module '$module'
`$uri = '$uri'; `$folder = '$folder'; `$ports = $($ports -join ',')
`$pin = @{ Pin = '$($server.Pin)'; TrustAnchor = '$($server.Root)' }
$Setup
[GC]::Collect(); [GC]::WaitForPendingFinalizers()
`$before = [Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64
`$allocated = [GC]::GetTotalAllocatedBytes(`$true)
`$cpu = [Diagnostics.Process]::GetCurrentProcess().TotalProcessorTime
`$watch = [Diagnostics.Stopwatch]::StartNew()
$Work
`$watch.Stop()
`$allocated = [GC]::GetTotalAllocatedBytes(`$true) - `$allocated
`$process = [Diagnostics.Process]::GetCurrentProcess()
`$cpu = (`$process.TotalProcessorTime - `$cpu).TotalMilliseconds
`$peak = `$process.PeakWorkingSet64
`$numbers = `$watch.Elapsed.TotalMilliseconds, `$cpu, `$peak, (`$peak - `$before), `$allocated
'RESULT ' + (`$numbers.ForEach{ `$_.ToString([cultureinfo]::InvariantCulture) } -join ' ')
"@
    $output = @(Invoke-Engine -NoProfile -NonInteractive -Command $script)
    if (-not $output -or $output[-1] -notmatch '^RESULT ') { throw "A measurement failed: $output" }
    $elapsed, $cpu, $peak, $more, $allocated = (-split $output[-1])[1..5].ForEach{
        [double]::Parse($_, [cultureinfo]::InvariantCulture)
    }
    [pscustomobject]@{
        Milliseconds = $elapsed; Cpu = $cpu; Peak = $peak / 1MB; More = $more / 1MB; Allocated = $allocated / 1MB
    }
}

function Get-Median([double[]] $Numbers) {
    $sorted = @($Numbers | Sort-Object)
    ($sorted[[math]::Floor(($sorted.Count - 1) / 2)] + $sorted[[math]::Ceiling(($sorted.Count - 1) / 2)]) / 2
}
