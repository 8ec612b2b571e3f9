# Checks a long list in parts, each in a process of its own, and merges them: what several machines do, on one machine.
#   pwsh -NoProfile -File 12-Shards.ps1 -Path ./checks.csv -Shards 16 -State nightly -Report ./nightly.html
# On several machines, each runs the line in $part, and one of them the merge: see the files in the folder shards.
param(
    [Parameter(Mandatory = $true)] [string] $Path,
    [int] $Shards = 16,
    [int] $AtOnce = [Environment]::ProcessorCount,
    # Where the parts are saved. A part that is there already is not checked again, so that one that failed can be repeated.
    [string] $Folder = (Join-Path ([IO.Path]::GetTempPath()) "pincheck-$PID"),
    [string] $State,
    [string] $Report
)

$ErrorActionPreference = 'Stop'
try {
    $module = Join-Path $PSScriptRoot '../PinningTools.psd1'
    $module = if (Test-Path -LiteralPath $module) { Convert-Path -LiteralPath $module } else { 'PinningTools' }
    Import-Module $module
    $null = New-Item -ItemType Directory -Path $Folder -Force
    $engine = (Get-Process -Id $PID).Path
    $first = if ([IO.Path]::GetFileNameWithoutExtension($engine) -eq 'dotnet') { "`"$(Join-Path $PSHOME pwsh.dll)`" " }
    $running = New-Object -TypeName Collections.Generic.List[object]
    foreach ($number in 1..$Shards) {
        if (Test-Path -LiteralPath ($file = Join-Path $Folder "part$number.json")) { continue }
        while (@($running | Where-Object { -not $_.HasExited }).Count -ge $AtOnce) { Start-Sleep -Milliseconds 100 }
        $part = "Import-Module '$module'; Invoke-PinCheck '$(Convert-Path $Path)' -Shard $number/$Shards -Slim | Export-PinReport '$file'"
        $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($part))
        $running.Add((Start-Process -FilePath $engine -ArgumentList "$first-NoProfile -EncodedCommand $encoded" -PassThru))
    }
    foreach ($process in $running) { $process.WaitForExit() }
    # A part that failed has no file: the merge names it.
    $merge = if ($State) { @{ State = $State } } else { @{} }
    $summary = Get-ChildItem -LiteralPath $Folder -Filter part*.json | Merge-PinCheck @merge
    if ($Report) { $summary | Export-PinReport -Path $Report }
    $summary.ToStatusLine()
    exit $summary.ExitCode
} catch {
    Write-Error -ErrorRecord $_ -ErrorAction Continue
    exit 3
}
