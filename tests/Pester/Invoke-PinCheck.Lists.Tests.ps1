# What a list may say, and what it must not say silently.
BeforeAll { . (Join-Path $PSScriptRoot PinCheckSupport.ps1) }

AfterAll { Stop-ExampleServer $server }

Describe 'The columns of a list' {
    It 'calls the host <_> as Test-CertificatePin does' -ForEach @(
        'Host', 'ComputerName', 'DNSHostName', 'hostname', ' HostName'
    ) {
        $path = New-List -Header "$_,Port,Pin,TrustAnchor" -Row $plain
        (Invoke-PinCheck -Path $path).Level | Should -Be 'Ok'
    }

    It 'takes a URI for the host' {
        $row = "https://localhost:$($server.Port)/,$leaf;$backup,anchors.pem"
        $path = New-List -Header 'Uri,Pin,TrustAnchor' -Row $row
        (Invoke-PinCheck -Path $path).Level | Should -Be 'Ok'
    }

    It 'asks for the ServerName and judges it' {
        $path = New-List -Header "$columns,ServerName" -Row "$plain,other.example",
            ($plain.Replace('localhost', '127.0.0.1') + ',localhost')
        (Invoke-PinCheck -Path $path).Details.Verdict | Should -Be 'NameMismatch', 'Match'
    }

    It 'speaks StartTls before TLS' {
        $path = New-List -Header "$columns,StartTls" -Row "$plain,imap"
        (Invoke-PinCheck -Path $path -TimeoutSec 2).Details.Verdict | Should -BeIn 'StartTlsFailed', 'TimedOut'
    }

    It 'connects to the Address' {
        $row = $plain.Replace('localhost', 'nowhere.invalid') + ',127.0.0.1,localhost'
        $path = New-List -Header "$columns,Address,ServerName" -Row $row
        $detail = (Invoke-PinCheck -Path $path).Details[0]
        $detail.Verdict, $detail.Address | Should -Be 'Match', '127.0.0.1'
    }

    It 'allows the TLS versions of <_>' -ForEach 'SslProtocol', 'Protocol' {
        $path = New-List -Header "$columns,$_" -Row "$plain,Tls12"
        $detail = (Invoke-PinCheck -Path $path).Details[0]
        $detail.Verdict, $detail.Result.Protocol | Should -Be 'Match', 'TLS 1.2'
    }

    It 'goes through the Proxy' {
        $path = New-List -Header "$columns,Proxy" -Row "$plain,http://127.0.0.1:1"
        (Invoke-PinCheck -Path $path).Details[0].Verdict | Should -Be 'ConnectFailed'
    }

    It 'checks revocation where the row says so' {
        $path = New-List -Header "$columns,CheckRevocation" -Row "$plain,yes"
        $detail = (Invoke-PinCheck -Path $path).Details[0]
        $detail.Verdict, $detail.Reason | Should -Be 'UntrustedChain', 'RevocationUnknown'
    }

    It 'checks every address where the row says so' {
        $path = New-List -Header "$columns,AllAddresses" -Row "$plain,true",
            ($plain.Replace('localhost', '127.0.0.1') + ',')
        $details = (Invoke-PinCheck -Path $path).Details
        $details.Row | Sort-Object -Unique | Should -Be 1, 2
        ($details | Where-Object Address -EQ '127.0.0.1').Verdict | Should -Contain 'Match'
    }

    It 'warns about columns that it does not know, by name' {
        $path = New-List -Header "$columns,PinOnyl,Owner" -Row "$plain,true,me"
        $null = Invoke-PinCheck -Path $path -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings.Count | Should -Be 1
        [string]$warnings[0] | Should -BeLike '*PinOnyl, Owner*'
    }

    It 'is quiet about columns that it knows' {
        $null = Invoke-PinCheck -Path (New-List -Row $good) -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
    }

    It 'refuses a row whose columns name two hosts' {
        $path = New-List -Header 'HostName,Host,Pin' -Row "localhost,example.com,$leaf"
        (Invoke-PinCheck -Path $path).Details[0].Message | Should -BeLike 'Row 1*HostName*Host*'
    }
}

Describe 'A cell that cannot be read' {
    It '<Column> "<Cell>" is a problem of its row, and of its row alone' -ForEach @(
        @{ Column = 'PinOnly'; Cell = 'ja' }
        @{ Column = 'PinOnly'; Cell = 'x' }
        @{ Column = 'PinOnly'; Cell = 'on' }
        @{ Column = 'Port'; Cell = 'abc' }
        @{ Column = 'Port'; Cell = '59.443' }
        @{ Column = 'Port'; Cell = '0' }
        @{ Column = 'Port'; Cell = '65536' }
        @{ Column = 'Port'; Cell = '-1' }
        @{ Column = 'Port'; Cell = '0x1bb' }
        @{ Column = 'StartTls'; Cell = 'smpt' }
        @{ Column = 'StartTls'; Cell = '2' }
        @{ Column = 'SslProtocol'; Cell = 'Tls99' }
        @{ Column = 'SslProtocol'; Cell = '3072' }
        @{ Column = 'CheckRevocation'; Cell = 'maybe' }
        @{ Column = 'AllAddresses'; Cell = 'maybe' }
    ) {
        $row = "localhost:$($server.Port),$leaf;$backup,anchors.pem"
        $path = New-List -Header "HostName,Pin,TrustAnchor,$Column" -Row "$row,", "$row,$Cell"
        $summary = Invoke-PinCheck -Path $path
        $summary.Ok, $summary.Unknown | Should -Be 1, 1
        $detail = $summary.Details | Where-Object Level -EQ Unknown
        $detail.Row | Should -Be 2
        $detail.Message | Should -BeLike "Row 2: $Column '$Cell'*"
    }

    It 'PinOnly "<Cell>" is <Meaning>' -ForEach @(
        @{ Cell = 'TRUE '; Meaning = $true }
        @{ Cell = '$true'; Meaning = $true }
        @{ Cell = 'Yes'; Meaning = $true }
        @{ Cell = '1'; Meaning = $true }
        @{ Cell = 'FALSE'; Meaning = $false }
        @{ Cell = '$false'; Meaning = $false }
        @{ Cell = 'no'; Meaning = $false }
        @{ Cell = '0'; Meaning = $false }
        @{ Cell = ' '; Meaning = $false }
    ) {
        $expected = if ($Meaning) { 'Match' } else { 'UntrustedChain' }
        $path = New-List -Row "localhost,$($server.Port),$leaf;$backup,$Cell,"
        (Invoke-PinCheck -Path $path).Details[0].Verdict | Should -Be $expected
    }

    It 'a port that the host contradicts is a problem of its row' {
        $detail = (Invoke-PinCheck -Path (New-List -Row $good, "localhost:1,2,$leaf,,")).Details[1]
        $detail.Row | Should -Be 2
        $detail.Message | Should -BeLike 'Row 2: *port 1*2*'
    }

    It 'several cells are named together' {
        (Invoke-PinCheck -Path (New-List -Row ',abc,nonsense,ja,')).Details[0].Message |
            Should -BeLike 'Row 1: *HostName*abc*nonsense*ja*'
    }
}

Describe 'The trust anchors of a list' {
    It 'may have absolute paths' {
        $path = New-List -Header $columns -Row $plain.Replace('anchors.pem', (Join-Path $TestDrive anchors.pem))
        (Invoke-PinCheck -Path $path).Level | Should -Be 'Ok'
    }

    It 'are found in a folder with brackets' {
        $folder = New-Item -ItemType Directory -Path (Join-Path $TestDrive 'checks [1]')
        Copy-Item -LiteralPath $server.TrustAnchor -Destination (Join-Path $folder.FullName 'a[b].pem')
        $lines = $columns, $plain.Replace('anchors', 'a[b]')
        $path = New-TextFile -Folder $folder.FullName -Name 'list [x].csv' -Line $lines
        (Invoke-PinCheck -Path $path).Level | Should -Be 'Ok'
        (Invoke-PinCheck -LiteralPath $path).Level | Should -Be 'Ok'
    }

    It 'may be several, or PEM text' {
        $pem = Get-Content -LiteralPath $server.TrustAnchor -Raw
        $row = @{ HostName = "localhost:$($server.Port)"; Pin = $leaf, $backup }
        foreach ($anchor in $pem, @('anchors.pem', 'anchors.pem'), 'anchors.pem; anchors.pem') {
            $path = New-TextFile -Name anchors.json -Line (ConvertTo-Json @($row + @{ TrustAnchor = $anchor }))
            (Invoke-PinCheck -Path $path).Level | Should -Be 'Ok' -Because $anchor
        }
    }

    It 'whose names differ in case alone are not the same' {
        Set-Content -LiteralPath (Join-Path $TestDrive case.pem) -Value 'nothing'
        if (Test-Path -LiteralPath (Join-Path $TestDrive CASE.pem)) {
            Set-ItResult -Skipped -Because 'the file system ignores case'
        }
        Copy-Item -LiteralPath $server.TrustAnchor -Destination (Join-Path $TestDrive CASE.pem)
        $row = "localhost,$($server.Port),$leaf;$backup,,"
        $path = New-List -Row "${row}CASE.pem", "${row}case.pem"
        (Invoke-PinCheck -Path $path).Details.Level | Should -Be 'Ok', 'Unknown'
        $path = New-List -Row "${row}case.pem", "${row}CASE.pem"
        (Invoke-PinCheck -Path $path).Details.Level | Should -Be 'Unknown', 'Ok'
    }
}

Describe 'The file of a list' {
    It 'may have <Name> between its cells' -ForEach @(
        @{ Name = 'semicolons'; Character = ';' }
        @{ Name = 'tabs'; Character = "`t" }
    ) {
        $lines = $columns, "localhost,$($server.Port),`"$leaf;$backup`",anchors.pem"
        $path = New-TextFile -Name list.csv -Line ($lines -replace ',', $Character)
        (Invoke-PinCheck -Path $path).Level | Should -Be 'Ok'
        (Invoke-PinCheck -Path $path -Delimiter $Character).Level | Should -Be 'Ok'
        { Invoke-PinCheck -Path $path -Delimiter ',' } | Should -Throw -ErrorId 'PinCheckNoHostColumn,Invoke-PinCheck'
    }

    It 'may come from Export-Csv of Windows PowerShell' {
        $lines = $columns, $plain | ForEach-Object { '"' + $_.Replace(',', '";"') + '"' }
        $path = New-TextFile -Name typed.csv -Line (@('#TYPE System.Management.Automation.PSCustomObject') + $lines)
        (Invoke-PinCheck -Path $path).Level | Should -Be 'Ok'
    }

    It 'is refused with its own error for <Name>' -ForEach @(
        @{
            Name = 'a file that is not there'; File = 'absent.csv'; Content = $null
            Id = 'PinCheckListMissing'; Category = 'ObjectNotFound'; Message = '*absent.csv*'
        }
        @{
            Name = 'an empty list'; File = 'empty.csv'; Content = 'HostName,Port,Pin'
            Id = 'PinCheckListEmpty'; Category = 'InvalidData'; Message = '*nothing to check*'
        }
        @{
            Name = 'an empty file'; File = 'void.csv'; Content = ''
            Id = 'PinCheckListEmpty'; Category = 'InvalidData'; Message = '*nothing to check*'
        }
        @{
            Name = 'an empty array'; File = 'empty.json'; Content = '[]'
            Id = 'PinCheckListEmpty'; Category = 'InvalidData'; Message = '*nothing to check*'
        }
        @{
            Name = 'another kind of file'; File = 'list.txt'; Content = 'x'
            Id = 'PinCheckListKind'; Category = 'InvalidArgument'; Message = '*neither a .csv nor a .json*'
        }
        @{
            Name = 'no column for the host'; File = 'nohost.csv'; Content = "Server,Pin`na,b"
            Id = 'PinCheckNoHostColumn'; Category = 'InvalidData'; Message = '*Server, Pin*'
        }
        @{
            Name = 'a column twice'; File = 'twice.csv'; Content = "HostName,Pin,Pin`na,b,c"
            Id = 'PinCheckListUnreadable'; Category = 'InvalidData'; Message = '*twice.csv*'
        }
        @{
            Name = 'JSON cut after a row'; File = 'cut.json'; Content = '[{"HostName":"localhost","Pin":"x"}'
            Id = 'PinCheckListUnreadable'; Category = 'InvalidData'; Message = '*cut.json*'
        }
        @{
            Name = 'JSON cut after a comma'; File = 'comma.json'; Content = '[{"HostName":"localhost","Pin":"x"},'
            Id = 'PinCheckListUnreadable'; Category = 'InvalidData'; Message = '*comma.json*'
        }
        @{
            Name = 'something that is no JSON'; File = 'no.json'; Content = 'hello'
            Id = 'PinCheckListUnreadable'; Category = 'InvalidData'; Message = '*no.json*'
        }
    ) {
        $path = Join-Path $TestDrive $File
        if ($null -ne $Content) { Set-Content -LiteralPath $path -Value $Content }
        $refused = { Invoke-PinCheck -Path $path } |
            Should -Throw -ErrorId "$Id,Invoke-PinCheck" -ExpectedMessage $Message -PassThru
        $refused.CategoryInfo.Category | Should -Be $Category
        $refused.TargetObject | Should -Be $path
        $refused.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'may be named by a wildcard that names it alone' {
        $path = New-List -Row $good
        $only = Join-Path $TestDrive "$([IO.Path]::GetFileName($path).Substring(0, 30))*"
        (Invoke-PinCheck -Path $only).Level | Should -Be 'Ok'
        { Invoke-PinCheck -LiteralPath $only } | Should -Throw -ErrorId 'PinCheckListMissing,Invoke-PinCheck'
        $several = Join-Path $TestDrive '*.csv'
        { Invoke-PinCheck -Path $several } | Should -Throw -ErrorId 'PinCheckListMissing,Invoke-PinCheck'
    }
}

Describe 'Rows from the pipeline' {
    BeforeAll { $anchor = Join-Path $TestDrive anchors.pem }

    It 'are rows of Import-Csv, objects and hashtables' {
        $summary = $columns, $plain.Replace('anchors.pem', $anchor) | ConvertFrom-Csv | Invoke-PinCheck
        $summary.Level, $summary.Checked | Should -Be 'Ok', 1
        $row = @{ HostName = 'localhost'; Port = $server.Port; Pin = $leaf, $backup; TrustAnchor = $anchor }
        (@($row, [pscustomobject]$row) | Invoke-PinCheck).Ok | Should -Be 2
        (Invoke-PinCheck -InputObject $row).Ok | Should -Be 1
    }

    It 'find their anchors in the current location' {
        Push-Location -LiteralPath $TestDrive
        try { ($columns, $plain | ConvertFrom-Csv | Invoke-PinCheck).Level | Should -Be 'Ok' } finally { Pop-Location }
    }

    It 'do not get lost where they are empty' {
        $row = @{ HostName = "localhost:$($server.Port)"; Pin = $leaf, $backup; TrustAnchor = $anchor }
        $summary = @($null, $row, '', @{}) | Invoke-PinCheck
        $summary.Ok, $summary.Unknown | Should -Be 1, 3
        $path = New-TextFile -Name null.json -Line "[null, $(ConvertTo-Json $row), `"text`"]"
        $summary = Invoke-PinCheck -Path $path -WarningAction SilentlyContinue
        $summary.Ok, $summary.Unknown | Should -Be 1, 2
    }

    It 'keep their numbers' {
        $rows = @{ HostName = 'localhost:1'; Pin = $leaf }, @{ HostName = '' }
        ($rows | Invoke-PinCheck).Details[1].Message | Should -BeLike 'Row 2:*'
    }
}
