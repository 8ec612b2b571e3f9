# Lists as Excel, other programs and people write them, and what of them comes out again.
BeforeAll { . (Join-Path $PSScriptRoot PinCheckSupport.ps1) }

AfterAll { Stop-ExampleServer $server }

Describe 'A list as Excel and people write it' {
    It 'may have empty rows' {
        $path = New-List -Row $good, ',,,,', '"","","","",""', $good, ' , ,,,'
        $summary = Invoke-PinCheck -Path $path
        $summary.Ok, $summary.Checked, $summary.Skipped | Should -Be 2, 2, 3
        $summary.Details.Row | Should -Be 1, 4
    }

    It 'may begin with <Line>' -ForEach @(
        @{ Line = 'sep=;'; Divider = ';' }
        @{ Line = '"sep=|"'; Divider = '|' }
        @{ Line = 'sep=,'; Divider = ',' }
        @{ Line = "sep=`t"; Divider = "`t" }
        @{ Line = 'sep=,;;;'; Divider = ',' }
        @{ Line = ",,,`n`"`",`n  ;;"; Divider = ';' }
        @{ Line = "SEP=;`n# our hosts`n"; Divider = ';' }
    ) {
        $lines = $columns, "localhost,$($server.Port),`"$leaf;$backup`",anchors.pem" -replace ',', $Divider
        $path = New-TextFile -Name "sep$Divider.csv".Replace('|', 'p').Replace("`t", 't') -Line (@($Line) + $lines)
        (Invoke-PinCheck -Path $path).Level | Should -Be 'Ok'
    }

    It 'may have no header: <Name>' -ForEach @(
        @{ Name = 'host and pins'; Row = '127.0.0.1:PORT,PINS'; Checked = 1 }
        @{ Name = 'host, port and pins'; Row = 'localhost,PORT,PINS'; Checked = 1 }
        @{ Name = 'host, pins and port'; Row = "localhost,PINS,PORT`nlocalhost,PINS,PORT"; Checked = 2 }
        @{ Name = 'a port in some rows'; Row = "localhost:PORT,,PINS`nlocalhost,PORT,PINS"; Checked = 2 }
        @{ Name = 'semicolons'; Row = 'localhost;PORT;"PINS"'; Checked = 1 }
        @{ Name = 'a host with its port, and semicolons'; Row = 'localhost:PORT;"PINS"'; Checked = 1 }
        @{ Name = 'a backup pin in a column of its own'; Row = 'localhost,PORT,PINS,PINS'; Checked = 1 }
        @{ Name = 'pins before the host'; Row = 'PINS,PORT,localhost'; Checked = 1 }
        @{ Name = 'empty rows and comments before'; Row = ",,`n# ours`nlocalhost,PORT,PINS"; Checked = 1 }
        @{ Name = 'a URI'; Row = 'https://localhost:PORT/,PINS'; Checked = 1 }
    ) {
        $text = $Row.Replace('PORT', $server.Port).Replace('PINS', "$leaf;$backup")
        $summary = Invoke-PinCheck -Path (New-TextFile -Name 'bare.csv' -Line $text)
        $summary.Checked | Should -Be $Checked
        # No anchor can be told without a header: the right host, port and pins come to its absence.
        $summary.Details.Verdict | ForEach-Object { $_ | Should -Be 'UntrustedChain' }
        $summary.Details.Port | ForEach-Object { $_ | Should -Be $server.Port }
    }

    It 'may have files of anchors and no header, and says what it cannot read' {
        $row = "localhost,$($server.Port),$leaf,$backup,anchors.pem,gold"
        $null = New-List -Row $good
        $path = New-TextFile -Name bareanchor.csv -Line $row
        $summary = Invoke-PinCheck -Path $path -WarningVariable said -WarningAction SilentlyContinue
        $summary.Level, $summary.Details[0].Columns['Column6'] | Should -Be 'Ok', 'gold'
        "$said" | Should -BeLike '*Column6*'
    }

    It 'may be in UTF-16 without a mark' {
        $path = New-List -Row $good
        [IO.File]::WriteAllBytes($path, [Text.Encoding]::Unicode.GetBytes([IO.File]::ReadAllText($path)))
        (Invoke-PinCheck -Path $path).Level | Should -Be 'Ok'
    }

    It 'may have blanks, hyphens and underscores in the names of its columns' {
        $header = $columns -replace 'HostName', 'host_name' -replace 'TrustAnchor', 'Trust Anchor'
        $path = New-List -Header $header -Row $plain
        (Invoke-PinCheck -Path $path).Level | Should -Be 'Ok'
    }

    It 'may be hosts alone, one a line, for a store' {
        $store = Join-Path $TestDrive hosts.json
        New-PinSet "localhost:$($server.Port)" $leaf -BackupPin $backup -TrustAnchor $server.TrustAnchor |
            Export-PinSet $store
        $path = New-TextFile -Name onlyhosts.csv -Line "localhost:$($server.Port)", "localhost:$($server.Port)"
        (Invoke-PinCheck -Path $path -PinStore $store).Ok | Should -Be 2
    }

    It 'may have rows that are commented out' {
        $path = New-List -Row $good, "#$wrong", "# $wrong", "`"#localhost`",1,x,,"
        $summary = Invoke-PinCheck -Path $path
        $summary.Level, $summary.Checked, $summary.Skipped | Should -Be 'Ok', 1, 3
    }

    It 'may have rows that are switched off by <_>' -ForEach 'false', 'FALSE', 'no', '0', ' No ' {
        $path = New-List -Header "$columns,Enabled" -Row "$plain,", "$plain,true", "localhost,1,$leaf,,$_"
        $summary = Invoke-PinCheck -Path $path
        $summary.Level, $summary.Checked, $summary.Skipped | Should -Be 'Ok', 2, 1
        $summary | Out-String | Should -BeLike '*1 left out*'
    }

    It 'is unknown in a row whose Enabled cannot be read' {
        $path = New-List -Header "$columns,Enabled" -Row "$plain,perhaps"
        (Invoke-PinCheck -Path $path).Details[0].Message | Should -BeLike '*Enabled ''perhaps''*'
    }

    It 'is refused where every row is switched off' {
        $path = New-List -Header "$columns,Enabled" -Row "$plain,false"
        { Invoke-PinCheck -Path $path } | Should -Throw -ErrorId 'PinCheckListEmpty,*' -ExpectedMessage '*switched off*'
    }
}

Describe 'Further columns' {
    BeforeAll {
        $path = New-List -Header "$columns,Owner,Notes,Tags,Level" -Row "$plain,web team,behind the old proxy,`"prod, web`",x",
            "localhost,1,$leaf,,mail team,,test,"
        $summary = Invoke-PinCheck -Path $path -WarningVariable warnings
    }

    It 'are carried into the details, without a warning' {
        $warnings | Should -BeNullOrEmpty
        $summary.Details.Owner | Should -Be 'web team', 'mail team'
        $summary.Details[0].Notes | Should -Be 'behind the old proxy'
        $summary.Details[0].Tag | Should -Be 'prod', 'web'
        $summary.Details[0].Level | Should -Be 'Ok'
        $summary.Details[0].Columns['Level'] | Should -Be 'x'
        ($summary | ConvertTo-Json -Depth 5 -WarningAction Ignore | ConvertFrom-Json).Details[0].Columns.Notes |
            Should -Be 'behind the old proxy'
    }

    It 'choose rows by -Tag <Tag>' -ForEach @(
        @{ Tag = 'prod'; Rows = 1 }, @{ Tag = 'TEST'; Rows = 2 }, @{ Tag = 'w*', 'test'; Rows = 1, 2 }
    ) {
        (Invoke-PinCheck -Path $path -Tag $Tag).Details.Row | Should -Be $Rows
    }

    It 'are told where no row has the tag' {
        { Invoke-PinCheck -Path $path -Tag staging } | Should -Throw -ErrorId 'PinCheckListEmpty,*' `
            -ExpectedMessage '*staging*'
    }

    It 'have the owner of the pin set where the store is checked' {
        $store = Join-Path $TestDrive owners.json
        New-PinSet "localhost:$($server.Port)" $leaf -BackupPin $backup -TrustAnchor $server.TrustAnchor -Owner ops |
            Export-PinSet $store
        (Invoke-PinCheck -PinStore $store).Details[0].Owner | Should -Be 'ops'
    }
}

Describe 'The details' {
    It 'say flat what a report needs' {
        $detail = (Invoke-PinCheck -Path (New-List -Row $good)).Details[0]
        $chain = $detail.Result.Chain
        $detail.NotAfter | Should -Be $chain[0].NotAfter
        $detail.Issuer | Should -Be $chain[0].Issuer
        $detail.MatchedPin, $detail.MatchedRole | Should -Be $leaf, 'Leaf'
        $detail.ChainNotAfter | Should -Be ($chain.NotAfter | Sort-Object)[0]
    }

    It 'leave empty what is not known' {
        $detail = (Invoke-PinCheck -Path (New-List -Row $closed)).Details[0]
        $detail.NotAfter, $detail.ChainNotAfter | Should -Be $null, $null
        $detail.Issuer, $detail.MatchedPin | Should -Be '', ''
        $detail.MatchedRole | Should -Be ''
        (Invoke-PinCheck -Path (New-List -Row $wrong)).Details[0].MatchedRole | Should -Be ''
    }
}

Describe 'A backup pin that is missing on purpose' {
    It 'leaves the night Ok, by a column' {
        $header = "$columns,NoBackup"
        $row = "localhost,$($server.Port),$leaf,anchors.pem"
        (Invoke-PinCheck -Path (New-List -Header $header -Row "$row,true")).Level | Should -Be 'Ok'
        (Invoke-PinCheck -Path (New-List -Header $header -Row "$row,")).Level | Should -Be 'Warning'
    }

    It 'leaves the night Ok, by the pin set' {
        $store = Join-Path $TestDrive nobackup.json
        $set = New-PinSet "localhost:$($server.Port)" $leaf -NoBackup -TrustAnchor $server.TrustAnchor `
            -WarningVariable warnings
        $set | Export-PinSet $store
        $warnings | Should -BeNullOrEmpty
        (Get-Content -Raw $store) | Should -BeLike '*"noBackup": true*'
        (Invoke-PinCheck -PinStore $store).Level | Should -Be 'Ok'
        Test-PinSet $store | Should -BeNullOrEmpty
        (Test-PinSet $store -Online).Id | Should -Not -Contain 'AllPinsInChain'
        $null = Update-PinSet $set.Pattern -PinStore $store -NoBackup:$false -WarningAction SilentlyContinue
        (Invoke-PinCheck -PinStore $store).Level | Should -Be 'Warning'
        (Update-PinSet $set.Pattern -PinStore $store -NoBackup -PassThru).NoBackup | Should -BeTrue
    }

    It 'takes the warning off a verdict' {
        $where = @{ HostName = 'localhost'; Port = $server.Port; TrustAnchor = $server.TrustAnchor; Pin = $leaf }
        (Test-CertificatePin @where).Warnings | Should -Not -BeNullOrEmpty
        (Test-CertificatePin @where -NoBackup).Warnings | Should -BeNullOrEmpty
    }
}
