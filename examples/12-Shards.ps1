# Checks a long list in parts, each in a process of its own, and merges them: what several machines do, on one machine.
#   pwsh -NoProfile -File 12-Shards.ps1 -Path ./checks.csv -Shards 16 -State nightly -Report ./nightly.html
# On several machines, each part runs the line in $part, and one machine runs Merge-PinCheck over the files of all of them:
# see kubernetes.yml, github.yml and gitlab.yml in the folder shards.
param(
    [Parameter(Mandatory = $true)] [string] $Path,
    [int] $Shards = 16,
    # As many processes at once as this machine has processors.
    [int] $AtOnce = [Environment]::ProcessorCount,
    # Where the parts are saved. Files that are there already are not checked again, so a part that failed can be repeated.
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
    # This PowerShell; as a .NET tool, it is a program that dotnet runs.
    $engine = (Get-Process -Id $PID).Path
    $first = if ([IO.Path]::GetFileNameWithoutExtension($engine) -eq 'dotnet') { "`"$(Join-Path $PSHOME pwsh.dll)`" " }
    $list = Convert-Path -LiteralPath $Path
    $running = New-Object -TypeName Collections.Generic.List[object]
    foreach ($number in 1..$Shards) {
        $file = Join-Path $Folder "part$number.json"
        if (Test-Path -LiteralPath $file) { continue }
        while (@($running | Where-Object { -not $_.HasExited }).Count -ge $AtOnce) { Start-Sleep -Milliseconds 100 }
        $part = "Import-Module '$module'; Invoke-PinCheck -LiteralPath '$list' -Shard $number/$Shards -Slim | Export-PinReport -Path '$file'"
        $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($part))
        $running.Add((Start-Process -FilePath $engine -ArgumentList "$first-NoProfile -EncodedCommand $encoded" -PassThru))
    }

    foreach ($process in $running) { $process.WaitForExit() }
    # A part that failed has no file: the merge names it, and ends with 3.
    $merge = @{}
    if ($State) { $merge.State = $State }
    $summary = Get-ChildItem -LiteralPath $Folder -Filter part*.json | Merge-PinCheck @merge
    if ($Report) { $summary | Export-PinReport -Path $Report }
    $summary.ToStatusLine()
    exit $summary.ExitCode
} catch {
    $ErrorActionPreference = 'Continue'
    Write-Error -ErrorRecord $_
    exit 3
}
