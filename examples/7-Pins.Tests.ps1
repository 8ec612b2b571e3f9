# Operational validation: the pins of a list as Pester tests, next to those of disks, services and backups.
#   Invoke-Pester -Container (New-PesterContainer -Path ./7-Pins.Tests.ps1 -Data @{ Path = './checks.csv' })
param([Parameter(Mandatory = $true)] [string] $Path, [int] $WarningDays = 14)

BeforeDiscovery {
    $module = Join-Path $PSScriptRoot '../PinningTools.psd1'
    Import-Module $(if (Test-Path -LiteralPath $module) { $module } else { 'PinningTools' })
    # One check of all hosts; the tests only show its results.
    $endpoints = @((Invoke-PinCheck -LiteralPath $Path -WarningDays $WarningDays).Details | ForEach-Object {
            @{ Endpoint = "$($_.HostName):$($_.Port)"; Detail = $_ }
        })
}

Describe 'The pins' {
    It '<Endpoint> shows a pinned key' -ForEach $endpoints {
        $Detail.Verdict | Should -Be 'Match' -Because $Detail.Message
    }

    It '<Endpoint> does not expire soon' -ForEach ($endpoints | Where-Object { $null -ne $_.Detail.DaysLeft }) {
        $Detail.DaysLeft | Should -BeGreaterOrEqual $WarningDays -Because "$($Detail.ExpiresFirst) expires first"
    }

    It '<Endpoint> has a backup pin' -ForEach ($endpoints | Where-Object { $_.Detail.Verdict -eq 'Match' }) {
        $Detail.Result.BackupPins | Should -Not -BeNullOrEmpty -Because 'clients refuse the server if its only pinned key is lost'
    }
}
