<#
.SYNOPSIS
The module beside an earlier build of itself: imports, checks and requests, each measurement in a process of its own, the
two taking turns. Ratio is the median of the rounds' now / before.
.EXAMPLE
git worktree add ../before COMMIT; dotnet build -c Release ../before/src/PinningTools; dotnet build -c Release src/PinningTools
pwsh -NoProfile -File tests/Benchmarks/Before.ps1 -Before ../before
#>
param(
    [Parameter(Mandatory)] [string] $Before,
    # By default this checkout.
    [string] $Now = (Join-Path $PSScriptRoot '../..'),
    [int] $Checks = 5000,
    [int] $Requests = 1000,
    [int] $Rounds = 7
)

$ErrorActionPreference = 'Stop'
. (Join-Path $PSScriptRoot '../Pester/WebTestServer.ps1')
. (Join-Path $PSScriptRoot 'WebSite.ps1')
. (Join-Path $PSScriptRoot 'Measure.ps1')

# One turn of each module; which of them begins changes from round to round.
function Compare-Build([string] $Name, [string] $Setup, [string] $Work) {
    $turns = foreach ($round in 1..$Rounds) {
        $turn = @{}
        foreach ($build in $(if ($round % 2) { 'Before', 'Now' } else { 'Now', 'Before' })) {
            $module = $modules[$build]
            $turn[$build] = Measure-Script $Setup $Work
        }
        [pscustomobject]$turn
    }
    $row = [ordered]@{ Work = $Name }
    foreach ($what in 'Milliseconds', 'Cpu', 'Allocated') {
        $row["$what before"] = [math]::Round((Get-Median $turns.Before.$what), 1)
        $row["$what now"] = [math]::Round((Get-Median $turns.Now.$what), 1)
        $ratios = $turns.ForEach{ $_.Now.$what / $_.Before.$what }
        $row["$what ratio"] = [math]::Round((Get-Median $ratios), 3)
    }
    [pscustomobject]$row
}

$modules = @{
    Before = (Resolve-Path (Join-Path $Before 'PinningTools.psd1')).Path
    Now    = (Resolve-Path (Join-Path $Now 'PinningTools.psd1')).Path
}
$server = Start-WebTestServer
$folder = Join-Path $server.Folder 'nginx'
try {
    $ports = Get-FreePort 2
    $uri = "https://localhost:$($ports[0])"
    $web = Start-WebSite $server $folder $ports 1 1
    $check = '$targets | Test-CertificatePin @pin -Quiet'
    $checkSetup = "`$targets = @(`"localhost:`$(`$ports[1])`") * $Checks; `$null = `$targets[0..299] | Test-CertificatePin @pin -Quiet"
    $get = '$null = Invoke-PinnedWebRequest "$uri/" @pin'
    $post = '$null = Invoke-PinnedWebRequest "$uri/" @pin -Method Post -Body a=b'
    $loop = 'for ($i = 0; $i -lt NUMBER; $i++) { COMMAND }'
    Compare-Build "$Checks checks" $checkSetup "if (@($check) -contains `$false) { throw 'A check failed.' }"
    foreach ($case in @{ Name = 'GETs'; Command = $get }, @{ Name = 'POSTs'; Command = $post }) {
        $one = $loop.Replace('COMMAND', $case.Command)
        Compare-Build "$Requests $($case.Name)" $one.Replace('NUMBER', '200') $one.Replace('NUMBER', "$Requests")
        if ($case.Name -eq 'GETs') {
            Compare-Build "$Requests GETs, all compiled" (Get-WarmUp $case.Command) $one.Replace('NUMBER', "$Requests")
        }
    }
}
finally {
    if ($web) { Stop-Process -Id $web.Id }
    Stop-WebTestServer $server
}
