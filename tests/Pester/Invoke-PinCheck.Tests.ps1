BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Support.psm1) -Force
    Import-ModuleUnderTest
    $server = Start-ExampleServer
    $leaf = (Get-SpkiPin localhost -Port $server.Port -TrustAnchor $server.TrustAnchor -Role Leaf).Pin
    $backup = 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M='
    Copy-Item -LiteralPath $server.TrustAnchor -Destination (Join-Path $TestDrive anchors.pem)

    function New-List {
        param([string[]] $Row)
        $path = Join-Path $TestDrive "$([guid]::NewGuid()).csv"
        Set-Content -LiteralPath $path -Value (@('HostName,Port,Pin,PinOnly,TrustAnchor') + $Row)
        $path
    }

    $good = "localhost,$($server.Port),$leaf;$backup,,anchors.pem"
    $lonely = "localhost,$($server.Port),$leaf,,anchors.pem"
    $wrong = "localhost,$($server.ImpostorPort),$leaf;$backup,,anchors.pem"
    $closed = "localhost,1,$leaf;$backup,,"
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
        @{ Row = 'local host,443,sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=,,'; Message = '*not a host*' }
        @{ Row = 'localhost,443,sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=,,missing.pem'; Message = '*missing.pem*' }
    ) {
        $summary = Invoke-PinCheck -Path (New-List -Row $Row, $good)
        $summary.Unknown | Should -Be 1
        $summary.Ok | Should -Be 1
        $bad = $summary.Details | Where-Object Level -EQ Unknown
        $bad.Message | Should -BeLike $Message
        $bad.HostName | Should -BeLike 'local*'
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a file that is not there'; File = 'absent.csv'; Content = $null; Message = '*absent.csv*' }
        @{ Name = 'an empty list'; File = 'empty.csv'; Content = 'HostName,Port,Pin'; Message = '*nothing to check*' }
        @{ Name = 'another kind of file'; File = 'list.txt'; Content = 'x'; Message = '*neither a .csv nor a .json*' }
    ) {
        $path = Join-Path $TestDrive $File
        if ($Content) { Set-Content -LiteralPath $path -Value $Content }
        { Invoke-PinCheck -Path $path } | Should -Throw -ExpectedMessage $Message
    }

    It 'ends the process with <Code> when -Exit is given' -ForEach @(
        @{ Row = 'good'; Code = 0 }
        @{ Row = 'wrong'; Code = 2 }
        @{ Row = 'closed'; Code = 3 }
    ) {
        $path = New-List -Row (Get-Variable -Name $Row -ValueOnly)
        $script = Join-Path $TestDrive "exit-$Row.ps1"
        Set-Content -LiteralPath $script -Value "Import-Module '$(Get-RepositoryRoot)/PinningTools.psd1'; Invoke-PinCheck -Path '$path' -Exit; 'not reached'"
        $output = & (Get-Process -Id $PID).Path -NoProfile -File $script
        $LASTEXITCODE | Should -Be $Code
        $output -join '' | Should -Not -BeLike '*not reached*'
    }
}
