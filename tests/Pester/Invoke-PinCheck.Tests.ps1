BeforeAll {
    . (Join-Path $PSScriptRoot PinCheckSupport.ps1)
    $module = Get-ModulePath
}

AfterAll { Stop-ExampleServer $server }

Describe 'Invoke-PinCheck' {
    It 'comes to <Level> (<Code>) for <Rows>' -ForEach @(
        @{ Rows = 'good'; Level = 'Ok'; Code = 0 }
        @{ Rows = 'good', 'lonely'; Level = 'Warning'; Code = 1 }
        @{ Rows = 'good', 'wrong'; Level = 'Critical'; Code = 2 }
        @{ Rows = 'good', 'closed'; Level = 'Unknown'; Code = 3 }
        @{ Rows = 'lonely', 'closed'; Level = 'Unknown'; Code = 3 }
        @{ Rows = 'closed', 'wrong', 'lonely'; Level = 'Critical'; Code = 2 }
    ) {
        $summary = Invoke-PinCheck -Path (New-List -Row ($Rows | ForEach-Object { Get-Variable -Name $_ -ValueOnly }))
        $summary.Level | Should -Be $Level
        $summary.ExitCode | Should -Be $Code
        $summary.Checked | Should -Be @($Rows).Count
        $summary.Details.Count | Should -Be @($Rows).Count
    }

    It 'is critical of a certificate whose key the server does not hold' {
        . (Join-Path $PSScriptRoot TestServer.ps1)
        $own = [PinningTools.Testing.TestCertificate]::SelfSigned('localhost')
        $other = [PinningTools.Testing.TestCertificate]::SelfSigned('localhost')
        $impostor = [PinningTools.Testing.CopiedCertificateServer]::Start($own, $other.Key, 'Tls12')
        try {
            $summary = Invoke-PinCheck -Path (New-List -Row "localhost,$($impostor.Port),$($own.Pin),true,")
        } finally { Stop-TestServer $impostor }
        $summary.Level | Should -Be 'Critical'
        $summary.Details[0].Reason | Should -Be 'HandshakeSignatureInvalid'
    }

    It 'warns ahead of the expiry' {
        $summary = Invoke-PinCheck -Path (New-List -Row $good) -WarningDays 365
        $summary.Level | Should -Be 'Warning'
        $summary.Details[0].Message | Should -BeLike 'The certificate expires in * days*'
    }

    It 'carries the whole verdict in the details' {
        $detail = (Invoke-PinCheck -Path (New-List -Row $wrong)).Details[0]
        $detail.Verdict | Should -Be 'PinMismatch'
        $detail.Result.Chain.Count | Should -Be 3
        $detail.Message | Should -BeLike "*$leaf*"
    }

    It 'reads JSON with pins in an array' {
        $path = Join-Path $TestDrive list.json
        @(@{ HostName = 'localhost'; Port = $server.Port; Pin = @($leaf, $backup); TrustAnchor = 'anchors.pem' }) |
            ConvertTo-Json -AsArray | Set-Content -LiteralPath $path
        (Invoke-PinCheck -Path $path).Level | Should -Be 'Ok'
    }

    It 'trusts a key alone where the row says so' {
        (Invoke-PinCheck -Path (New-List -Row "localhost,$($server.Port),$leaf;$backup,true,")).Level | Should -Be 'Ok'
        (Invoke-PinCheck -Path (New-List -Row "localhost,$($server.Port),$leaf;$backup,,")).Details[0].Verdict |
            Should -Be 'UntrustedChain'
    }

    It 'counts a row it cannot read as unknown, names its host and goes on' -ForEach @(
        @{ Row = 'localhost,443,nonsense,,'; Message = "*'nonsense'*" }
        @{ Row = 'localhost,443,,,'; Message = '*no pin*' }
        @{ Row = 'localhost,443,sha1/T5x9IXmcrQ7YuQxXnxoCmeeQ84c=,,'; Message = '*SHA-1*' }
        @{ Row = "local host,443,sha256/$('A' * 43)=,,"; Message = '*not a host*' }
        @{ Row = "localhost,443,sha256/$('A' * 43)=,,missing.pem"; Message = '*missing.pem*' }
    ) {
        $summary = Invoke-PinCheck -Path (New-List -Row $Row, $good)
        $summary.Unknown | Should -Be 1
        $summary.Ok | Should -Be 1
        $bad = $summary.Details | Where-Object Level -EQ Unknown
        $bad.Message | Should -BeLike $Message
        $bad.HostName | Should -BeLike 'local*'
    }

    It 'keeps the verdicts in the order of the list' {
        $details = (Invoke-PinCheck -Path (New-List -Row $closed, $good, ',443,,,', $wrong)).Details
        $details.Row | Should -Be 1, 2, 3, 4
        $details.Verdict | Should -Be 'ConnectFailed', 'Match', '', 'PinMismatch'
    }

    It 'names the failing hosts in its default view, the row of one without a name, and nothing that passed' {
        $rows = $good, $wrong, ',443,,,'
        $text = Invoke-PinCheck -Path (New-List -Row $rows) | Out-String -Width 200
        $text | Should -BeLike "*Critical*localhost:$($server.ImpostorPort) PinMismatch: No pin matched*"
        $text | Should -BeLike '*Unknown*Row 3*HostName*'
        $text | Should -Not -BeLike "*localhost:$($server.Port) *"
        $text | Should -Match 'Elapsed *: [0-9]+[.,][0-9] s'
    }

    It 'keeps its view, its details and their chain through a job' {
        $path = New-List -Row $wrong
        $job = Start-Job { Import-Module $using:module; Invoke-PinCheck -Path $using:path }
        $summary = $job | Receive-Job -Wait -AutoRemoveJob
        $summary.Details[0].Result.Chain.Count | Should -Be 3
        $summary | Out-String -Width 200 | Should -BeLike '*Critical*PinMismatch*'
    }

    It 'writes the members of the details as text in JSON' {
        $json = Invoke-PinCheck -Path (New-List -Row $wrong) | ConvertTo-Json -Depth 3 -WarningAction Ignore
        $detail = ($json | ConvertFrom-Json).Details[0]
        $detail.Level, $detail.Verdict, $detail.Reason | Should -Be 'Critical', 'PinMismatch', 'NoPinInChain'
    }

    It 'completes the members of its summary and of the details' {
        $members = {
            param($line) (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText
        }
        & $members '(Invoke-PinCheck x).' | Should -Contain 'ExitCode'
        & $members '(Invoke-PinCheck x).Details[0].' | Should -Contain 'DaysLeft'
    }

    It 'tries an unreachable host again as often as it is told to' {
        $started = Get-Date
        $summary = Invoke-PinCheck -Path (New-List -Row $closed) -MaximumRetryCount 2 -RetryIntervalSec 1
        $summary.Level | Should -Be 'Unknown'
        (Get-Date) - $started | Should -BeGreaterThan ([timespan]::FromSeconds(1.9))
    }
}

Describe 'Invoke-PinCheck -Exit' {
    It 'ends the process with <Code> for <Row> and has shown its summary' -ForEach @(
        @{ Row = 'good'; Code = 0; Shown = '*Level*Ok*' }
        @{ Row = 'lonely'; Code = 1; Shown = '*Level*Warning*' }
        @{ Row = 'wrong'; Code = 2; Shown = '*Level*Critical*PinMismatch*' }
        @{ Row = 'closed'; Code = 3; Shown = '*Level*Unknown*ConnectFailed*' }
    ) {
        $path = New-List -Row (Get-Variable -Name $Row -ValueOnly)
        $run = Invoke-Script "Invoke-PinCheck -Path '$path' -Exit; 'not reached'"
        $run.ExitCode | Should -Be $Code
        $run.Output | Should -BeLike $Shown
        $run.Output | Should -Not -BeLike '*not reached*'
    }

    It 'ends with 3 and says why for <Name>, because a broken check is not a warning' -ForEach @(
        @{ Name = 'a missing list'; Call = "Invoke-PinCheck ./missing.csv -Exit"; Shown = '*missing.csv*' }
        @{ Name = 'another kind of file'; Call = "Invoke-PinCheck `$PSCommandPath -Exit"; Shown = '*neither*' }
        @{ Name = 'no rows'; Call = "@() | Invoke-PinCheck -Exit"; Shown = '*nothing to check*' }
        @{
            Name = 'a missing list under Stop'; Shown = '*missing.csv*'
            Call = "`$ErrorActionPreference = 'Stop'; Invoke-PinCheck ./missing.csv -Exit -ErrorAction Stop"
        }
        @{ Name = 'a missing store'; Call = "Invoke-PinCheck -PinStore ./missing.json -Exit"; Shown = '*missing.json*' }
    ) {
        $run = Invoke-Script "$Call`n'not reached'"
        $run.ExitCode | Should -Be 3
        $run.Output | Should -BeLike $Shown
        $run.Output | Should -Not -BeLike '*not reached*'
    }
}
