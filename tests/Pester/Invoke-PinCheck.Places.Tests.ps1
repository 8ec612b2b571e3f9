#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Checks from other machines as well: the sessions are real, and lead to processes of this machine.
BeforeDiscovery {
    $script:noOpenssl = -not (Get-Command openssl -CommandType Application -ErrorAction Ignore)
    $script:missing = -not [Management.Automation.Runspaces.PSSession].GetMethod('Create')
}

BeforeAll {
    . (Join-Path $PSScriptRoot PinCheckSupport.ps1)
    . (Join-Path $PSScriptRoot PlaceSupport.ps1)
    $row = [pscustomobject]@{
        HostName = 'localhost'; Port = $server.Port; Pin = $leaf, $backup; TrustAnchor = $server.TrustAnchor; Owner = 'web team'
    }
}

AfterAll { Stop-ExampleServer $server }

Describe 'Sessions' -Skip:$missing {
    BeforeAll {
        $folder = Join-Path $TestDrive branch7
        $branch7 = New-LocalSession branch7
        $temporary = Set-SessionFolder $branch7 $folder

        function New-ClosedSession {
            $session = New-LocalSession closed
            Remove-PSSession -Session $session
            $session
        }
    }

    AfterAll { Remove-PSSession -Session $branch7 }

    It 'name a machine without the module, and the way out' {
        $summary = $row | Invoke-PinCheck -Session $branch7 -IncludeLocal
        $summary.Details[0].Level | Should -Be Ok
        $summary.Level | Should -Be Unknown
        $summary.ExitCode | Should -Be 3
        $summary.MissingVantagePoint | Should -BeLike "localhost: The machine 'localhost' does not have PinningTools * or later.*-CopyModule*"
        ($summary.Details[0].Views | Where-Object VantagePoint -EQ localhost).Verdict | Should -Be Missing
        $summary.Alerts.Reason | Should -Be PlaceMissing
        ($summary | Out-String) | Should -Match 'Seen from'
        ($summary | Out-String) | Should -Match 'no answer from localhost'
        # Without any other machine to ask, it is an error with the same words.
        { $row | Invoke-PinCheck -Session $branch7 } | Should -Throw "The machine 'localhost' does not have PinningTools*" -ErrorId 'PinCheckModuleMissing*'
    }

    It 'bring the module along and remove it, and say so' {
        $summary = $row | Invoke-PinCheck -Session $branch7 -IncludeLocal -CopyModule -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -Match "The module is copied to 'localhost', into '.*pinningtools-.*', and removed after the run"
        $summary.MissingVantagePoint | Should -BeNullOrEmpty
        $summary.Level | Should -Be Ok
        $summary.VantagePoint | Should -Be ([Environment]::MachineName), 'localhost'
        @($summary.Details[0].Views.Verdict) | Should -Be Match, Match
        # Neither the folder, nor what a process that was ended leaves behind.
        Get-ChildItem -LiteralPath $temporary | Should -BeNullOrEmpty
        Invoke-Command -Session $branch7 { Get-Module PinningTools; Get-Job } | Should -BeNullOrEmpty
        ($summary.Details[0] | Format-List | Out-String) | Should -Match 'Views'
    }

    It 'inspect from there what cannot be connected to, with the library that came along' -Skip:$noOpenssl {
        $old = Start-OpensslServer $TestDrive rsa:2048 -Setting '-tls1', '-cipher', 'AES128-SHA:@SECLEVEL=0'
        try {
            $legacy = [pscustomobject]@{
                HostName = 'localhost'; Port = $old.Port; Pin = $old.Pin, $backup; PinOnly = $true; AllowInspected = $true
            }
            $detail = ($legacy | Invoke-PinCheck -Session $branch7 -CopyModule -WarningAction SilentlyContinue).Details[0]
            "$($detail.Verdict)", $detail.Inspected, $detail.Proof | Should -Be 'Match', $true, 'Finished'
        } finally { Stop-OpensslServer $old }
    }

    It 'bring it along and remove it when the check fails' {
        $summary = $row | Select-Object -Property *, @{ n = 'StartTls'; e = { 'Smtp' } } |
            Invoke-PinCheck -Session $branch7 -CopyModule -TimeoutSec 2 -WarningAction SilentlyContinue
        $summary.Details[0].Level | Should -Be Unknown
        Get-ChildItem -Path $temporary/pinningtools-* | Should -BeNullOrEmpty
    }

    It 'bring it along and remove it when they are stopped' {
        $silent = Start-SilentServer -Connections 1 -Then { Start-Sleep -Seconds 600 }
        try {
            $shell = [powershell]::Create()
            $null = $shell.AddScript({
                param($module, $session, $port, $pin)
                Import-Module $module
                [pscustomobject]@{ HostName = '127.0.0.1'; Port = $port; Pin = $pin } |
                    Invoke-PinCheck -Session $session -CopyModule -TimeoutSec 600
            }).AddArgument((Get-ModulePath)).AddArgument($branch7).AddArgument($silent.Port).AddArgument($leaf)
            $run = $shell.BeginInvoke()
            # The other process has connected: the copy is in use.
            for ($i = 0; $i -lt 1200 -and -not $silent.Listener.Pending() -and -not (Get-ChildItem -Path $temporary/pinningtools-*); $i++) {
                Start-Sleep -Milliseconds 100
            }
            for ($i = 0; $i -lt 1200 -and -not $run.IsCompleted -and
                -not [Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveTcpConnections().Where({
                    $_.LocalEndPoint.Port -eq $silent.Port -and $_.State -eq 'Established' }); $i++) {
                Start-Sleep -Milliseconds 100
            }
            Get-ChildItem -Path $temporary/pinningtools-* | Should -Not -BeNullOrEmpty
            $shell.Stop()
            $run.IsCompleted | Should -BeTrue
            Get-ChildItem -Path $temporary/pinningtools-* | Should -BeNullOrEmpty
            # The session is not harmed.
            Invoke-Command -Session $branch7 { 1 + 1 } | Should -Be 2
        } finally {
            $shell.Dispose()
            Stop-SilentServer $silent
        }
    }

    It 'say where the module cannot be copied' -Skip:(-not (Test-Path -LiteralPath /proc/self)) {
        Invoke-Command -Session $branch7 { $kept = $env:TMPDIR; $env:TMPDIR = '/proc/nowhere' }
        try {
            { $row | Invoke-PinCheck -Session $branch7 -CopyModule } |
                Should -Throw "The module could not be copied to 'localhost': *" -ErrorId 'PinCheckCopyFailed*'
        } finally { Invoke-Command -Session $branch7 { $env:TMPDIR = $kept } }
    }

    It 'do not use an old version' {
        $old = Join-Path $folder 'modules/PinningTools/0.0.1'
        $null = New-Item -ItemType Directory -Path $old
        New-ModuleManifest -Path (Join-Path $old PinningTools.psd1) -ModuleVersion 0.0.1
        try {
            $summary = $row | Invoke-PinCheck -Session $branch7 -IncludeLocal
            $summary.MissingVantagePoint | Should -BeLike '*it has version 0.0.1*'
            # What is copied is used beside it.
            ($row | Invoke-PinCheck -Session $branch7 -CopyModule -WarningAction SilentlyContinue).Level | Should -Be Ok
        } finally { Remove-Item -LiteralPath (Join-Path $folder 'modules/PinningTools') -Recurse }
    }

    It 'are told apart by their names, and a session counts once' {
        $branch8 = New-LocalSession branch8
        try {
            $null = Set-SessionFolder $branch8 (Join-Path $TestDrive branch8)
            Invoke-Command -Session $branch8, $branch7 -ArgumentList (Get-ModulePath) { param($path) Import-Module $path }
            $summary = $row | Invoke-PinCheck -Session $branch7, $branch8, $branch7
            $summary.VantagePoint | Should -Be 'localhost (branch7)', 'localhost (branch8)'
            $summary.Details[0].Views.VantagePoint | Should -Be 'localhost (branch7)', 'localhost (branch8)'
            $summary.Level | Should -Be Ok
            # Facts came, and no texts of theirs.
            $summary.Details[0].Message | Should -BeLike "Seen from 'localhost (branch7)': a pin matches.*$leaf*"
            $summary.Details[0].Owner | Should -Be 'web team'
            $summary.Details[0].NotAfter | Should -BeGreaterThan (Get-Date)
        } finally { Remove-PSSession -Session $branch8 }
    }

    It 'that are closed are missing' {
        $closed = New-ClosedSession
        $summary = $row | Invoke-PinCheck -Session $closed -IncludeLocal
        $summary.MissingVantagePoint | Should -BeLike "*The session of 'localhost' cannot be used: its state is *"
        ($summary | Out-String) | Should -Match 'Attention +: not checked from localhost'
        { $row | Invoke-PinCheck -Session $closed } | Should -Throw -ErrorId 'PinCheckSessionClosed*'
        { $row | Invoke-PinCheck -Session $closed, (New-ClosedSession) } | Should -Throw -ErrorId 'PinCheckNoPlace*'
        $summary.Details[0].Level | Should -Be Ok
    }

    It 'that are closed in the middle are missing, and the others go on' {
        $doomed = New-LocalSession doomed
        Invoke-Command -Session $branch7, $doomed -ArgumentList (Get-ModulePath) { param($path) Import-Module $path }
        # Both are waiting for an answer when one of them is closed. (Places.Ssh kills one.)
        $silent = Start-SilentServer -Connections 2 -Then { param($runspace) $runspace.Close() } -ArgumentList $doomed.Runspace
        try {
            $more = [pscustomobject]@{ HostName = '127.0.0.1'; Port = $silent.Port; Pin = $leaf }
            $summary = $row, $more | Invoke-PinCheck -Session $doomed, $branch7 -TimeoutSec 120 -NoInspection
            $summary.MissingVantagePoint | Should -BeLike 'localhost (doomed): *'
            ($summary.Details[0].Views | Where-Object VantagePoint -Like '*branch7*').Verdict | Should -Be Match
            ($summary.Details[1].Views | Where-Object VantagePoint -Like '*doomed*').Verdict | Should -Be Missing
            $summary.Alerts.Reason | Should -Contain PlaceMissing
        } finally { Stop-SilentServer $silent }
    }

    It 'hold the joined result in the state, and write none themselves' {
        Invoke-Command -Session $branch7 -ArgumentList (Get-ModulePath) { param($path) Import-Module $path }
        $state = Join-Path $TestDrive nightly.state.jsonl
        $null = $row | Invoke-PinCheck -Session $branch7 -State $state -Name nightly
        (Get-PinHistory -State $state -Current).LeafPin | Should -Be $leaf
        # The next night from here knows the endpoint.
        ($row | Invoke-PinCheck -State $state -Name nightly).Changes | Should -BeNullOrEmpty
        Get-ChildItem -Path $temporary/pinningtools-* | Should -BeNullOrEmpty
    }

    It 'are stopped at the deadline of the run' {
        $silent = Start-SilentServer -Connections 1 -Then { Start-Sleep -Seconds 600 }
        try {
            Invoke-Command -Session $branch7 -ArgumentList (Get-ModulePath) { param($path) Import-Module $path }
            $more = [pscustomobject]@{ HostName = '127.0.0.1'; Port = $silent.Port; Pin = $leaf }
            $summary = $more | Invoke-PinCheck -Session $branch7 -TimeoutSec 600 -MaxRuntimeSec 2
            $summary.Details[0].Verdict | Should -Be NotChecked
            $summary.IsComplete | Should -BeFalse
        } finally { Stop-SilentServer $silent }
    }
}

Describe 'Parameters of other machines' {
    It 'have no effect without a session, and are refused' {
        { $row | Invoke-PinCheck -IncludeLocal } | Should -Throw -ErrorId 'PinCheckNoSession*'
        { $row | Invoke-PinCheck -CopyModule } | Should -Throw -ErrorId 'PinCheckNoSession*'
        { $row | Invoke-PinCheck -Session @() } | Should -Throw
    }
}
