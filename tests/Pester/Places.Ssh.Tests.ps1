#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Checks from other machines over SSH: two network namespaces, one of them behind an interceptor.
BeforeDiscovery {
    # It needs a system on which networks can be made.
    $script:why = if (-not (Test-Path -LiteralPath /proc/self/ns/net) -or (& id -u) -ne '0') { 'it needs root on Linux' } else {
        $programs = 'ip', 'ss', 'ssh', 'ssh-keygen', 'openssl', 'mitmdump', '/usr/sbin/sshd'
        $absent = $programs | Where-Object { -not (Get-Command -Name $_ -CommandType Application -ErrorAction Ignore) }
        if ($absent) { "$absent is not installed" } else {
            & ip netns add "pt-$PID" 2>$null
            if ($LASTEXITCODE) { 'network namespaces cannot be made here' } else { & ip netns del "pt-$PID" }
        }
    }
    if ($why) { Write-Warning "Places.Ssh is skipped: $why." }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Support.psm1) -Force
    Import-ModuleUnderTest
    . (Join-Path $PSScriptRoot PlaceSupport.ps1)
    . (Join-Path $PSScriptRoot PlaceNetwork.ps1)
}

Describe 'Two networks, one of them behind an interceptor' -Skip:([bool] $why) {
    BeforeAll {
        $network = New-PlaceNetwork -Folder $TestDrive
        Start-PlaceServers $network
        Initialize-PlaceSsh $network
        $branch7 = New-PlaceSession $network branch7 $network.Inspected
        $branch8 = New-PlaceSession $network branch8 $network.Direct
        $temporary = Set-SessionFolder $branch7 (Join-Path $TestDrive seven)
        $other = Set-SessionFolder $branch8 (Join-Path $TestDrive eight)
        $pin = Get-OpensslPin (Join-Path $TestDrive leaf.pem)
        $backup = 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M='
        $row = [pscustomobject]@{ HostName = 'shop.example'; Port = $network.Port; Pin = $pin, $backup; TrustAnchor = $network.Root }
        $summary = $row | Invoke-PinCheck -Session $branch7, $branch8 -CopyModule -WarningAction SilentlyContinue
        $detail = $summary.Details[0]
    }

    AfterAll {
        if ($branch7) { Remove-PSSession -Session $branch7 }
        if ($branch8) { Remove-PSSession -Session $branch8 }
        if ($network) { Remove-PlaceNetwork $network }
    }

    It 'are compared, and the interceptor is named' {
        $summary.MissingVantagePoint | Should -BeNullOrEmpty
        $summary.Level | Should -Be Critical
        $summary.VantagePoint | Should -Be branch7, branch8
        $detail.Message | Should -BeLike "A pin matches from 'branch8', but not from 'branch7'. TLS inspection at 'branch7': the chain ends in '*mitmproxy*'*"
        $detail.Message | Should -BeLike "*Somebody is between 'branch7' and 10.213.0.1: at this address, 'branch7' sees the key sha256/*, and 'branch8' sees the pinned key $pin.*"
        $summary.Alerts.Reason | Should -Be ViewsDiffer
    }

    It 'are seen at the same address' {
        $detail.Views | ForEach-Object Address | Select-Object -Unique | Should -Be 10.213.0.1
        ($detail.Views | Where-Object VantagePoint -EQ branch8).Verdict | Select-Object -Unique | Should -Be Match
        ($detail.Views | Where-Object VantagePoint -EQ branch7).Verdict | Select-Object -Unique | Should -Be UntrustedChain
        ($detail.Views | Where-Object VantagePoint -EQ branch7).Anchor | Select-Object -Unique | Should -BeLike '*mitmproxy*'
    }

    It 'keep nothing of the module that was copied' {
        Get-ChildItem -LiteralPath $temporary, $other | Should -BeNullOrEmpty
    }

    It 'tell of an authority that the machines trust as well' {
        # What a company rolls out: the row trusts the proxy's authority, and the pins do not.
        $both = Join-Path $TestDrive both.pem
        Get-Content -LiteralPath $network.Root, (Join-Path $TestDrive mitm/mitmproxy-ca-cert.pem) | Set-Content -LiteralPath $both
        $row.TrustAnchor = $both
        Invoke-Command -Session $branch7, $branch8 -ArgumentList (Get-ModulePath) { param($path) Import-Module $path }
        $summary = $row | Invoke-PinCheck -Session $branch7, $branch8
        $row.TrustAnchor = $network.Root
        $summary.Details[0].Verdict | Should -Be PinMismatch
        $summary.Details[0].Message | Should -BeLike "*TLS inspection at 'branch7': the chain ends in '*mitmproxy*'*Somebody is between 'branch7' and 10.213.0.1*"
    }

    It 'go on when one session is killed in the middle' {
        $doomed = New-PlaceSession $network branch7 $network.Inspected
        Invoke-Command -Session $doomed -ArgumentList (Get-ModulePath) { param($path) Import-Module $path }
        $number = Invoke-Command -Session $doomed { $PID }
        # A server in the branch's own network that never answers: it is killed while it waits.
        $silent = Start-Process -FilePath ip -PassThru -ArgumentList @(
            'netns', 'exec', $network.Inspected, 'openssl', 's_server', '-accept', '127.0.0.1:9443', '-quiet'
            '-cert', (Join-Path $TestDrive leaf.pem), '-key', (Join-Path $TestDrive leaf.key))
        $network.Processes.Add($silent)
        $killer = [powershell]::Create()
        $null = $killer.AddScript({
            param($namespace, $number)
            for ($i = 0; $i -lt 1200; $i++) {
                if (& ip netns exec $namespace ss -Htn state established '( dport = :9443 )') { break }
                Start-Sleep -Milliseconds 50
            }
            Stop-Process -Id $number -Force
        }).AddArgument($network.Inspected).AddArgument($number)
        $waiting = [pscustomobject]@{
            HostName = '127.0.0.1'; Port = 9443; Pin = $pin; StartTls = 'Smtp'; TrustAnchor = $network.Root
        }
        $run = $killer.BeginInvoke()
        try { $summary = $row, $waiting | Invoke-PinCheck -Session $doomed, $branch8 -TimeoutSec 120 }
        finally { $killer.EndInvoke($run); $killer.Dispose() }
        $summary.MissingVantagePoint | Should -BeLike "branch7: The session of 'branch7' failed: *"
        ($summary.Details[0].Views | Where-Object VantagePoint -EQ branch8).Verdict | Should -Contain Match
        ($summary.Details[1].Views | Where-Object VantagePoint -EQ branch7).Verdict | Should -Be Missing
        $summary.Alerts.Reason | Should -Contain PlaceMissing
    }
}
