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

# Calls a command until the engine has compiled all that it runs: three times in a row nothing much was left to compile.
# The engine of the tool is not compiled ahead, and compiling beside the first ten thousand calls takes a third of the
# processor time, one module's in other moments than the other's.
function Get-WarmUp([string] $Command) {
    @"
for (`$calm = `$turn = 0; `$calm -lt 3 -and `$turn -lt 60; `$turn++) {
    `$compiled = [Runtime.JitInfo]::GetCompilationTime()
    for (`$i = 0; `$i -lt 500; `$i++) { $Command }
    `$calm = if (([Runtime.JitInfo]::GetCompilationTime() - `$compiled).TotalMilliseconds -lt 5) { `$calm + 1 } else { 0 }
}
"@
}

function Get-Median([double[]] $Numbers) {
    $sorted = @($Numbers | Sort-Object)
    ($sorted[[math]::Floor(($sorted.Count - 1) / 2)] + $sorted[[math]::Ceiling(($sorted.Count - 1) / 2)]) / 2
}
