# Export-PinReport in a real PowerShell: formats, inputs, files, exit codes.
BeforeAll {
    . (Join-Path $PSScriptRoot PinCheckSupport.ps1)
    $summary = Invoke-PinCheck -Path (New-List $good, $wrong)
    $fine = Invoke-PinCheck -Path (New-List $good)
    $json = Join-Path $TestDrive saved.json
    $summary | Export-PinReport $json
}

AfterAll { Stop-ExampleServer $server }

Describe 'Export-PinReport' {
    It 'takes the format from the ending, and the chain goes on with -PassThru' {
        $names = 'r.html', 'r.xml', 'r.prom', 'r.json', 'r.jsonl', 'r.csv', 'r.md', 'r.txt', 'r.eml'
        $last = $summary
        foreach ($name in $names) { $last = $last | Export-PinReport (Join-Path $TestDrive $name) -PassThru }
        [object]::ReferenceEquals($last, $summary) | Should -BeTrue
        $begins = '<!DOCTYPE html>', '<?xml ', '# TYPE pincheck_', '{', '{"at"', 'Check,RunId', '## Pin check',
            'Pin check', 'From: '
        for ($i = 0; $i -lt $names.Count; $i++) {
            $bytes = [IO.File]::ReadAllBytes((Join-Path $TestDrive $names[$i]))
            $text = [Text.UTF8Encoding]::new($false, $true).GetString($bytes)
            $text.StartsWith($begins[$i]) | Should -BeTrue -Because $names[$i]
            $text | Should -Not -Match "`r" -Because $names[$i]
        }
    }

    It 'writes text to the pipeline where no file is named' {
        $text = $summary | Export-PinReport -Format Nagios
        $text | Should -BeOfType string
        $text | Should -BeLike 'PINCHECK CRITICAL: 1 of 2 shows a wrong key*| ''critical''=1;;0;0;2 *'
        @($summary | Export-PinReport -Format JsonLines).Count | Should -Be 2
        @($summary | Export-PinReport -Format Csv | ConvertFrom-Csv).Level | Should -Be 'Ok', 'Critical'
    }

    It 'has the certificates of a violation in the form of RFC 7469' {
        $report = $summary | Export-PinReport -Format Rfc7469 | ConvertFrom-Json
        $report.hostname | Should -Be 'localhost'
        $report.port | Should -Be $server.ImpostorPort
        @($report.'served-certificate-chain').Count | Should -BeGreaterThan 0
        $report.'served-certificate-chain'[0] | Should -BeLike '-----BEGIN CERTIFICATE-----*'
        $report.'known-pins' | Should -Be "pin-sha256=`"$($leaf.Substring(7))`"", "pin-sha256=`"$($backup.Substring(7))`""
    }

    It 'reads what was saved: <Name>' -ForEach @(
        @{ Name = 'a path'; Get = { $json } }
        @{ Name = 'an item'; Get = { Get-Item -LiteralPath $json } }
        @{ Name = 'the whole text'; Get = { Get-Content -LiteralPath $json -Raw } }
        @{ Name = 'its lines'; Get = { Get-Content -LiteralPath $json } }
        @{ Name = 'an object of ConvertFrom-Json'; Get = { Get-Content -LiteralPath $json -Raw | ConvertFrom-Json } }
        @{ Name = 'a page'; Get = {
                $page = Join-Path $TestDrive saved.html
                $summary | Export-PinReport $page
                $page
            }
        }
        @{ Name = 'a result of a job'; Get = {
                [Management.Automation.PSSerializer]::Deserialize(
                    [Management.Automation.PSSerializer]::Serialize($summary, 5))
            }
        }
    ) {
        # The whole verdict is not in it, and the text of the certificates with it.
        $again = & $Get | Export-PinReport -Format Csv
        $again | Should -Be ($summary | Export-PinReport -Format Csv)
    }

    It 'makes one report of several' {
        $page = $summary, $fine | Export-PinReport -Format Html
        $page | Should -BeLike '*<title>CRITICAL: 1 of 3 shows a wrong key*'
        @($summary, $fine | Export-PinReport -Format JsonLines).Count | Should -Be 3
    }

    It 'reports the endpoints of an owner alone, by wildcards too' {
        $list = New-List -Header 'HostName,Port,Pin,TrustAnchor,Owner' "$plain,web team",
            "localhost,$($server.ImpostorPort),$leaf;$backup,anchors.pem,mail team"
        $all = Invoke-PinCheck -Path $list
        $all | Export-PinReport -Format Nagios -Owner 'web*' | Should -BeLike 'PINCHECK OK: *''critical''=0;;0;0;1 *'
        $all | Export-PinReport -Format Nagios -Owner 'mail team', 'web team' | Should -BeLike 'PINCHECK CRITICAL: *'
        { $all | Export-PinReport -Format Nagios -Owner 'nobody' } | Should -Throw -ErrorId 'ReportOwnerUnknown,*'
    }

    It 'writes nothing with -WhatIf' {
        $file = Join-Path $TestDrive whatif.html
        $summary | Export-PinReport $file -WhatIf -PassThru | Should -Be $summary
        Test-Path -LiteralPath $file | Should -BeFalse
    }

    It 'replaces a file whole and leaves nothing beside it' {
        $folder = New-Item -ItemType Directory -Path (Join-Path $TestDrive textfile)
        1..3 | ForEach-Object { $summary | Export-PinReport (Join-Path $folder a.prom) }
        (Get-ChildItem -LiteralPath $folder -Force).Name | Should -Be 'a.prom'
    }

    It 'writes a mail with its addresses, and refuses what is none' {
        $mail = $summary | Export-PinReport -Format Mail -From ops@example.com -To a@example.com, 'B <b@example.com>'
        $mail | Should -BeLike "From: ops@example.com`nTo: a@example.com, B <b@example.com>`nSubject: ``[CRITICAL] pin check*"
        { $summary | Export-PinReport -Format Mail -To "a@example.com`nBcc: all@example.com" } |
            Should -Throw -ErrorId 'ReportAddressInvalid,*'
        { $summary | Export-PinReport -Format Text -To a@example.com } | Should -Throw -ErrorId 'ReportHasNoAddress,*'
    }

    It 'warns where endpoints have no series of their own' {
        $null = $summary | Export-PinReport -Format Prometheus -MaxSeries 3 -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeLike '*-MaxSeries*'
    }

    It 'refuses <Id>' -ForEach @(
        @{ Id = 'ReportFormatNotTold'; Run = { $summary | Export-PinReport (Join-Path $TestDrive r.pdf) } }
        @{ Id = 'ReportFormatUnknown'; Run = { $summary | Export-PinReport -Format Pdf } }
        @{ Id = 'ReportPassThruNeedsPath'; Run = { $summary | Export-PinReport -Format Text -PassThru } }
        @{ Id = 'ReportEmpty'; Run = { @() | Export-PinReport -Format Text } }
        @{ Id = 'FileUnwritable'; Run = { $summary | Export-PinReport (Join-Path $TestDrive absent/r.html) } }
    ) {
        { & $Run } | Should -Throw -ErrorId "$Id,*"
    }

    It 'tells of each input that is none, and reports the others' {
        $lines = 42, $fine, (Join-Path $TestDrive absent.json) |
            Export-PinReport -Format JsonLines -ErrorAction SilentlyContinue -ErrorVariable problems
        @($lines).Count | Should -Be 1
        $problems.FullyQualifiedErrorId | Should -BeLike '*,PinningTools.Commands.ExportPinReportCommand'
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'ReportNotReadable,*'
        $problems[1].FullyQualifiedErrorId | Should -BeLike 'FileNotFound,*'
    }

    It 'completes formats' {
        $line = 'Export-PinReport -Format J'
        (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText |
            Should -Be 'JUnit', 'Json', 'JsonLines'
    }
}

Describe 'Export-PinReport -Exit' {
    It 'ends with the exit code of the result: <Expected>' -ForEach @(
        @{ Row = 'good'; Expected = 0 }
        @{ Row = 'lonely'; Expected = 1 }
        @{ Row = 'wrong'; Expected = 2 }
        @{ Row = 'closed'; Expected = 3 }
    ) {
        $list = New-List (Get-Variable -Name $Row -ValueOnly)
        $run = Invoke-Script "Invoke-PinCheck -Path '$list' | Export-PinReport -Format Nagios -Exit; 'not reached'"
        $run.ExitCode | Should -Be $Expected
        $run.Output | Should -BeLike 'PINCHECK *| *''time''=*'
        $run.Output | Should -Not -BeLike '*not reached*'
    }

    It 'ends with 3 where no report can be made, also with errors that stop' {
        $run = Invoke-Script "`$ErrorActionPreference = 'Stop'; 'absent.json' | Export-PinReport -Format Nagios -Exit"
        $run.ExitCode | Should -Be 3
        $run = Invoke-Script "`$ErrorActionPreference = 'Stop'; '{}' | Export-PinReport -Format Pdf -Exit"
        $run.ExitCode | Should -Be 3
        $run.Output | Should -BeLike '*is not a format for reports*'
    }

    It 'ends a -Command with the code as well' {
        $list = New-List $wrong
        $null = Invoke-Engine -NoProfile -Command (
            "Import-Module '$(Get-ModulePath)'; Invoke-PinCheck -Path '$list' | Export-PinReport -Format Nagios -Exit")
        $LASTEXITCODE | Should -Be 2
    }
}
