# What a report costs: each format of many endpoints beside ConvertTo-Json and ConvertTo-Html of the same, and how long a
# browser takes to open the page. Prints one line each.
#   pwsh -NoProfile -File tests/Benchmarks/Report.ps1 [-Endpoints 5000] [-Browser chromium]
param([int] $Endpoints = 5000, [string] $Browser = 'chromium')

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../Pester/Support.psm1') -Force
Import-ModuleUnderTest

$hash = [Security.Cryptography.SHA256]::Create()
$pin = { param($text) 'sha256/' + [Convert]::ToBase64String($hash.ComputeHash([Text.Encoding]::UTF8.GetBytes($text))) }
$now = [DateTime]::new(2027, 1, 31, 2, 17, 0, [DateTimeKind]::Utc)
$issuer = "CN=R13,O=Let's Encrypt,C=US"
$anchor = 'CN=ISRG Root X1,O=Internet Security Research Group,C=US'
$details = foreach ($i in 1..$Endpoints) {
    $isWrong = $i % 100 -eq 0
    $leaf = & $pin "leaf $i"
    $spare = & $pin "spare $i"
    $end = $now.AddDays(10 + $i % 80)
    [PinningTools.PinCheckDetail]@{
        Level = $(if ($isWrong) { 'Critical' } else { 'Ok' }); Row = $i; Key = "host$i.example.com:443"
        HostName = "host$i.example.com"; Port = 443; Address = "192.0.2.$($i % 250 + 1)"
        Verdict = $(if ($isWrong) { 'PinMismatch' } else { 'Match' }); Reason = 'None'; DaysLeft = 10 + $i % 80
        LeafDaysLeft = 10 + $i % 80; NotBefore = $end.AddDays(-90); NotAfter = $end; ChainNotAfter = $end
        Issuer = $issuer; Anchor = $anchor; LeafPin = $leaf; MatchedPin = $(if ($isWrong) { '' } else { $leaf })
        MatchedRole = $(if ($isWrong) { '' } else { 'Leaf' }); Pattern = '**.example.com'; SparePins = 1
        KnownPins = @($leaf, $spare); Owner = "team $($i % 7)"; Seconds = 0.08; Since = $now.AddDays(-40)
        KeySince = $now.AddDays(-80); Message = $(if ($isWrong) { "No pin matched for host$i.example.com:443." } else { '' })
        Chain = [PinningTools.PinCheckCertificate[]]@(
            @{ Role = 'Leaf'; Pin = $leaf; Subject = "CN=host$i.example.com"; NotAfter = $end; SentByServer = $true }
            @{ Role = 'Intermediate'; Pin = & $pin R13; Subject = $issuer; NotAfter = $now.AddDays(400); SentByServer = $true }
            @{ Role = 'Root'; Pin = & $pin X1; Subject = $anchor; NotAfter = $now.AddDays(3000) }
        )
    }
}
$wrong = [int][Math]::Floor($Endpoints / 100)
$summary = [PinningTools.PinCheckSummary]@{
    Level = 'Critical'; ExitCode = 2; Name = 'benchmark'; RunId = '3f9c1c52'; Checked = $Endpoints; Ok = $Endpoints - $wrong
    Critical = $wrong; Started = $now; Finished = $now.AddSeconds(60); Elapsed = [timespan]::FromSeconds(60)
    StateFile = 'benchmark.state.jsonl'; VantagePoint = @('mon01'); Details = $details
}

$folder = New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) "pin-report-$PID")
function Measure-Best {
    param([scriptblock] $Run)
    (1..3 | ForEach-Object { (Measure-Command $Run).TotalMilliseconds } | Measure-Object -Minimum).Minimum
}
try {
    foreach ($ending in 'html', 'prom', 'xml', 'json', 'jsonl', 'csv', 'md', 'txt', 'eml') {
        $file = Join-Path $folder "report.$ending"
        $time = Measure-Best { $summary | Export-PinReport $file -MaxSeries 1000000 }
        '{0,-22}{1,7:N0} ms {2,9:N0} KB {3,7:N0} B an endpoint' -f ".$ending", $time, ((Get-Item $file).Length / 1KB),
            ((Get-Item $file).Length / $Endpoints)
    }
    $ours = Measure-Best { $summary | Export-PinReport (Join-Path $folder report.json) }
    $theirs = (Measure-Command { $null = $summary | ConvertTo-Json -Depth 6 }).TotalMilliseconds
    'ConvertTo-Json        {0,7:N0} ms: {1:N1} times .json' -f $theirs, ($theirs / $ours)
    $ours = Measure-Best { $summary | Export-PinReport (Join-Path $folder report.html) }
    $theirs = (Measure-Command { $details | ConvertTo-Html | Set-Content (Join-Path $folder table.html) }).TotalMilliseconds
    'ConvertTo-Html        {0,7:N0} ms: {1:N1} times .html' -f $theirs, ($theirs / $ours)

    if (-not (Get-Command -Name $Browser -CommandType Application -ErrorAction SilentlyContinue)) {
        "${Browser}: not installed"
        return
    }
    Set-Content -LiteralPath (Join-Path $folder empty.html) -Value '<!DOCTYPE html><title>empty</title>'
    $open = {
        param($page)
        $switches = '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
            '--disable-background-networking', '--disable-component-update', '--disable-sync', '--window-size=1200,900'
        Measure-Best {
            $null = & $Browser @switches "--user-data-dir=$folder/profile" "--screenshot=$folder/page.png" `
                "file://$folder/$page" 2>&1
        }
    }
    $empty = & $open empty.html
    $page = & $open report.html
    '{0}: the page is drawn {1:N0} ms after an empty one ({2:N0} and {3:N0} ms with its start)' -f
        $Browser, ($page - $empty), $page, $empty
} finally { Remove-Item -LiteralPath $folder -Recurse -Force }
