# Servers that this machine's TLS cannot connect to, as the commands show them: an appliance with TLS 1.0, a server that
# demands a client certificate first, and one that proves nothing.
BeforeDiscovery { $script:noOpenssl = -not (Get-Command openssl -CommandType Application -ErrorAction Ignore) }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Support.psm1) -Force
    Import-ModuleUnderTest
    if (-not (Test-Program openssl)) { return }
    # Not on the test drive, which forgets after each block what was made in it.
    $folder = (New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) "inspection$([guid]::NewGuid())")).FullName
    if ($PSVersionTable.Platform -eq 'Unix') { [IO.File]::SetUnixFileMode($folder, 'UserRead, UserWrite, UserExecute') }
    $old = Start-OpensslServer $folder rsa:2048 -Setting '-tls1', '-cipher', 'AES128-SHA:@SECLEVEL=0'
    $asking = Start-OpensslServer $folder rsa:2048 -Setting '-tls1_2', '-Verify', '1'
    $mute = Start-OpensslServer $folder rsa:2048 -Setting '-tls1_2', '-Verify', '1', '-cipher', 'AES128-SHA'
    $spare = 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M='
    $keyOnly = @{ HostName = "localhost:$($old.Port)"; Pin = $old.Pin, $spare; PinOnly = $true }
}

AfterAll {
    foreach ($server in $old, $asking, $mute) { Stop-OpensslServer $server }
    if ($folder) { Remove-Item -LiteralPath $folder -Recurse -Force }
}

Describe 'Test-CertificatePin' -Skip:$noOpenssl {
    It 'reads an appliance with TLS 1.0, and says what a request would do' {
        $verdict = Test-CertificatePin @keyOnly
        ($verdict.Verdict -eq 'Match') | Should -BeTrue
        $verdict.Inspected, $verdict.Passed, $verdict.Allowed | Should -Be $true, $false, $false
        $verdict.Proof, $verdict.ProofStrength | Should -Be 'Finished', 'Legacy'
        $verdict.Protocol | Should -Be 'TLS 1.0'
        $verdict.Message | Should -BeLike '*The TLS handshake with localhost:* failed:*An inspection read its certificates instead*A request would fail.'
        $verdict.Warnings -like '*-AllowInspected*' | Should -HaveCount 1
    }

    It 'lets it pass by consent only' {
        Test-CertificatePin @keyOnly -Quiet | Should -BeFalse
        Test-CertificatePin @keyOnly -Quiet -AllowInspected | Should -BeTrue
        Test-CertificatePin "localhost:$($old.Port)" -PinOnly -Pin $spare -Quiet -AllowInspected | Should -BeFalse
        $set = New-PinSet "localhost:$($old.Port)" $old.Pin -BackupPin $spare -PinOnly -AllowInspected
        Test-CertificatePin "localhost:$($old.Port)" -PinSet $set -Quiet | Should -BeTrue
        Test-CertificatePin "localhost:$($old.Port)" -PinSet ($set | Update-PinSet -AllowInspected:$false) -Quiet | Should -BeFalse
    }

    It 'does not read it with -NoInspection' {
        $verdict = Test-CertificatePin @keyOnly -NoInspection
        ($verdict.Verdict -eq 'HandshakeFailed') | Should -BeTrue
        $verdict.Inspected | Should -BeFalse
        $verdict.Message | Should -Not -BeLike '*inspection*'
    }

    It 'takes rows from the pipeline, and validates the chain where an anchor is given' {
        $rows = @(
            [pscustomobject]@{ HostName = 'localhost'; Port = $old.Port; Pin = $old.Pin }
            [pscustomobject]@{ HostName = 'localhost'; Port = $asking.Port; Pin = $asking.Pin }
            [pscustomobject]@{ HostName = 'localhost'; Port = $mute.Port; Pin = $mute.Pin })
        $verdicts = $rows | Test-CertificatePin -TrustAnchor $old.Certificate, $asking.Certificate, $mute.Certificate -AllowInspected -Ordered
        "$($verdicts.Verdict)" | Should -Be 'Match Match NotProven'
        $verdicts.Passed | Should -Be $true, $true, $false
        "$($verdicts.Proof)" | Should -Be 'Finished ServerKeyExchange None'
        $verdicts[2].Reason | Should -Be 'KeyNotProven'
        $verdicts[2].MatchedPin | Should -BeNullOrEmpty
    }

    It 'shows the proof in its views' {
        $verdict = Test-CertificatePin @keyOnly
        $verdict | Format-Table | Out-String -Width 200 | Should -BeLike "*Match*inspected (Legacy) $($old.Pin)*"
        $list = $verdict | Format-List | Out-String -Width 200
        $list | Should -Match 'Inspected\s+: True'
        $list | Should -Match 'ProofStrength\s+: Legacy'
    }

    It 'keeps the proof through a job and in JSON' {
        $job = Start-Job -ArgumentList (Get-ModulePath), $keyOnly -ScriptBlock {
            param($module, $keyOnly)
            Import-Module $module
            Test-CertificatePin @keyOnly
            Get-SpkiPin $keyOnly.HostName -Role Leaf -WarningAction SilentlyContinue
        }
        $verdict, $record = $job | Receive-Job -Wait -AutoRemoveJob
        ($verdict.Verdict -eq 'Match') | Should -BeTrue
        $verdict.Inspected, $verdict.Passed | Should -Be $true, $false
        "$($verdict.Proof) $($verdict.ProofStrength)" | Should -Be 'Finished Legacy'
        "$($record.Inspected) $($record.Proof) $($record.ProofStrength)" | Should -Be 'True Finished Legacy'
        if ($PSVersionTable.PSVersion.Major -ge 7) {
            $json = Test-CertificatePin @keyOnly | ConvertTo-Json -EnumsAsStrings -Depth 3 -WarningAction SilentlyContinue | ConvertFrom-Json
            "$($json.Inspected) $($json.Proof) $($json.ProofStrength)" | Should -Be 'True Finished Legacy'
        }
    }
}

Describe 'Get-SpkiPin' -Skip:$noOpenssl {
    It 'shows the pins with a warning that says what is proven' {
        $records = Get-SpkiPin "localhost:$($old.Port)" -TrustAnchor $old.Certificate -WarningVariable warnings -WarningAction SilentlyContinue
        $records[0].Pin | Should -BeExactly $old.Pin
        "$($records[0].Inspected) $($records[0].Proof) $($records[0].ProofStrength)" | Should -Be 'True Finished Legacy'
        "$warnings" | Should -BeLike '*by a verified Finished*A request would fail*proved its key as old servers do*'
        $records | Out-String | Should -BeLike '*(inspected, proof: Legacy)*'
    }

    It 'warns of a key that was only shown, and so do the commands that pin it' {
        $record = Get-SpkiPin "localhost:$($mute.Port)" -TrustAnchor $mute.Certificate -Role Leaf -WarningVariable warnings -WarningAction SilentlyContinue
        "$($record.Proof) $($record.ProofStrength)" | Should -Be 'None None'
        "$warnings" | Should -BeLike '*did not prove that it holds the key*'
        $null = $record | New-PinSet a.example -NoBackup -WarningVariable pinned -WarningAction SilentlyContinue
        "$pinned" | Should -BeLike '*was only shown*'
        $set = New-PinSet a.example $spare -NoBackup
        $null = $set | Update-PinSet -Add $record -WarningVariable added -WarningAction SilentlyContinue
        "$added" | Should -BeLike '*was only shown*'
        $job = Start-Job -ArgumentList (Get-ModulePath), $mute -ScriptBlock {
            param($module, $mute)
            Import-Module $module
            Get-SpkiPin "localhost:$($mute.Port)" -TrustAnchor $mute.Certificate -Role Leaf -WarningAction SilentlyContinue
        }
        $null = $job | Receive-Job -Wait -AutoRemoveJob |
            New-PinSet a.example -NoBackup -WarningVariable far -WarningAction SilentlyContinue
        "$far" | Should -BeLike '*was only shown*'
    }

    It 'reports the failure of the platform with -NoInspection' {
        { Get-SpkiPin "localhost:$($old.Port)" -NoInspection -ErrorAction Stop } | Should -Throw -ErrorId 'HandshakeFailed,*'
    }
}

Describe 'New-PinSet and Update-PinSet' -Skip:$noOpenssl {
    It 'learn nothing from a host that proves nothing' {
        { New-PinSet -HostName "localhost:$($mute.Port)" -PinOnly -NoBackup -Confirm:$false -ErrorAction Stop } |
            Should -Throw -ErrorId 'KeyNotProven,*'
        $store = Join-Path $folder first.json
        $verdict = Update-PinSet -TrustOnFirstUse -HostName "localhost:$($mute.Port)" -PinStore $store -ErrorVariable refused -ErrorAction SilentlyContinue
        "$($verdict.Verdict) $($verdict.Reason)" | Should -Be 'NotPinned KeyNotProven'
        $refused[0].FullyQualifiedErrorId | Should -BeLike 'KeyNotProven,*'
        Test-Path -LiteralPath $store | Should -BeFalse
    }

    It 'record a key that an inspection proved, without letting it pass from then on' {
        $store = Join-Path $folder proven.json
        $first = Update-PinSet -TrustOnFirstUse -HostName "localhost:$($old.Port)" -PinStore $store -WarningAction SilentlyContinue
        "$($first.Reason)" | Should -Be 'RecordedOnFirstUse'
        $again = Update-PinSet -TrustOnFirstUse -HostName "localhost:$($old.Port)" -PinStore $store -ErrorAction Stop
        "$($again.Verdict) $($again.Passed)" | Should -Be 'Match False'
        Test-CertificatePin "localhost:$($old.Port)" -PinStore $store -Quiet | Should -BeFalse
        $set = Update-PinSet "localhost:$($old.Port)" -PinStore $store -AllowInspected -PassThru
        $set.AllowInspected | Should -BeTrue
        $set | Format-List | Out-String | Should -Match 'AllowInspected\s+: True'
        Get-Content -LiteralPath $store -Raw | Should -BeLike '*"allowInspected": true*'
        Test-CertificatePin "localhost:$($old.Port)" -PinStore $store -Quiet | Should -BeTrue
    }

    It 'says so where a format cannot express the consent' {
        $set = New-PinSet a.example $old.Pin -NoBackup -AllowInspected
        $null = $set | Export-PinSet -Path (Join-Path $folder consent.hpkp) -Format Hpkp -WarningVariable lost -WarningAction SilentlyContinue
        "$lost" | Should -BeLike '*that inspected servers pass*'
    }
}

Describe 'Invoke-PinCheck' -Skip:$noOpenssl {
    BeforeAll {
        $row = @{ HostName = "localhost:$($old.Port)"; Pin = $old.Pin, $spare; PinOnly = $true }
    }

    It 'warns of a match that nobody has allowed' {
        $summary = $row | Invoke-PinCheck
        $summary.Level, $summary.Alerts[0].Reason | Should -Be 'Warning', 'Inspected'
        $detail = $summary.Details[0]
        "$($detail.Verdict) $($detail.Inspected) $($detail.Proof) $($detail.ProofStrength)" | Should -Be 'Match True Finished Legacy'
        $detail.Message | Should -BeLike '*A request would fail*-AllowInspected*'
        $detail | Format-List | Out-String -Width 200 | Should -Match 'ProofStrength\s+: Legacy'
        $summary | Export-PinReport -Format Text | Out-String | Should -BeLike '*inspection*'
    }

    It 'is fine with what the command, the row or the pin set allows' {
        ($row | Invoke-PinCheck -AllowInspected).Level | Should -Be 'Ok'
        (($row + @{ AllowInspected = 'true' }) | Invoke-PinCheck).Level | Should -Be 'Ok'
        $store = Join-Path $folder night.json
        New-PinSet "localhost:$($old.Port)" $old.Pin -BackupPin $spare -PinOnly -AllowInspected | Export-PinSet $store
        $summary = Invoke-PinCheck -PinStore $store -Slim
        $summary.Level, $summary.Details[0].Inspected, $summary.Details[0].Proof | Should -Be 'Ok', $true, 'Finished'
    }

    It 'is critical where a pinned key is only shown, and unknown with -NoInspection' {
        $shown = @{ HostName = "localhost:$($mute.Port)"; Pin = $mute.Pin, $spare; PinOnly = $true; AllowInspected = $true }
        $state = Join-Path $folder shown.state.jsonl
        $summary = $shown | Invoke-PinCheck -State $state
        $summary.Level, $summary.Alerts[0].Reason | Should -Be 'Critical', 'NotProven'
        (Get-PinHistory $state -Current).LeafPin | Should -BeNullOrEmpty
        ($row | Invoke-PinCheck -NoInspection).Details[0].Verdict | Should -Be 'HandshakeFailed'
    }
}

Describe 'The examples' -Skip:$noOpenssl {
    BeforeAll { $examples = Join-Path (Get-RepositoryRoot) examples }

    It '13-LegacyAppliance pins an appliance that proves its key, and nothing else' {
        $store = Join-Path $folder appliance.json
        $run = Join-Path $examples 13-LegacyAppliance.ps1
        $output = Invoke-Engine -NoProfile -File $run -HostName "localhost:$($old.Port)" -Pin $old.Pin -PinStore $store | Out-String
        $LASTEXITCODE | Should -Be 0 -Because $output
        $output | Should -BeLike "*localhost:* shows $($old.Pin), TLS 1.0*proof: Finished, strength: Legacy*the check passes*"
        (Import-PinSet $store).AllowInspected | Should -BeTrue
        $none = Join-Path $folder none.json
        $output = Invoke-Engine -NoProfile -File $run -HostName "localhost:$($mute.Port)" -Pin $mute.Pin -PinStore $none | Out-String
        $LASTEXITCODE | Should -Be 2 -Because $output
        $output | Should -BeLike '*does not prove that it holds the key*'
        Test-Path -LiteralPath $none | Should -BeFalse
    }

    It '14-InspectedHosts shows which hosts have to be replaced' {
        $list = Join-Path $folder hosts.csv
        Set-Content -LiteralPath $list -Value 'HostName,Port,Pin,PinOnly,NoBackup',
            "localhost,$($old.Port),$($old.Pin),true,true", "localhost,$($mute.Port),$($mute.Pin),true,true"
        $output = Invoke-Engine -NoProfile -File (Join-Path $examples 14-InspectedHosts.ps1) -Path $list | Out-String
        $LASTEXITCODE | Should -Be 2 -Because $output
        $output | Should -BeLike "2 of 2 hosts*localhost:$($old.Port) Match, TLS 1.0, *: Finished, proven as old servers do*"
        $output | Should -BeLike "*localhost:$($mute.Port) NotProven, TLS 1.2 (as shown)*: None, not proven*"
    }

    It '15-DemandedCertificate checks a server that demands a client certificate' {
        $run = Join-Path $examples 15-DemandedCertificate.ps1
        $output = Invoke-Engine -NoProfile -File $run -HostName "localhost:$($asking.Port)" -Pin $asking.Pin -TrustAnchor $asking.Certificate | Out-String
        $LASTEXITCODE | Should -Be 0 -Because $output
        $output | Should -BeLike '*Match: the key is proven by ServerKeyExchange (Strong)*ends the handshake unless a client certificate is sent*'
        $null = Invoke-Engine -NoProfile -File $run -HostName "localhost:$($asking.Port)" -Pin $spare -TrustAnchor $asking.Certificate
        $LASTEXITCODE | Should -Be 2
    }
}

Describe 'The library of inspections' -Skip:$noOpenssl {
    It 'is not loaded by a check that needs no inspection' {
        $server = Start-ExampleServer
        try {
            $look = '[AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { "$_" -like "*BouncyCastle*" } | ForEach-Object { $_.GetName().Name }'
            $modern = "Import-Module '$(Get-ModulePath)'; `$null = Test-CertificatePin localhost:$($server.Port) -Pin '$spare' -TrustAnchor '$($server.TrustAnchor)'; $look"
            $legacy = "Import-Module '$(Get-ModulePath)'; `$null = Test-CertificatePin localhost:$($old.Port) -Pin '$spare' -PinOnly; $look"
            $off = "Import-Module '$(Get-ModulePath)'; `$null = Test-CertificatePin localhost:$($old.Port) -Pin '$spare' -PinOnly -NoInspection; $look"
            Invoke-Engine -NoProfile -NonInteractive -Command $modern | Should -BeNullOrEmpty
            Invoke-Engine -NoProfile -NonInteractive -Command $off | Should -BeNullOrEmpty
            Invoke-Engine -NoProfile -NonInteractive -Command $legacy | Should -Contain 'PinningTools.BouncyCastle'
        } finally { Stop-ExampleServer $server }
    }
}
