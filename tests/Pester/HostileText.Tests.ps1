# Text that is not ours, as it comes out of PowerShell: views, warnings, errors, lines to paste.
BeforeAll {
    . (Join-Path $PSScriptRoot PinCheckSupport.ps1)
    $core = [PinningTools.DisplayText].Assembly
    $hidden = [Reflection.BindingFlags]'NonPublic, Static'
    $quote = $core.GetType('PinningTools.Internal.CommandText').GetMethod('Quote', $hidden)
    $steering = "x$([char]27)[2J$([char]0x9B)31m$([char]0x202E)$([char]0x2028)$([char]0x200B)`r`n$([char]0xD800)y"

    function Assert-Harmless([string] $Text) {
        # Our own lines and colours apart.
        $plain = $Text -replace "$([char]27)\[[0-9;]*m" -replace '\r?\n'
        $plain | Should -Not -Match '[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]'
        $plain | Should -Not -Match '[\uD800-\uDBFF](?![\uDC00-\uDFFF])'
    }

    function New-SteeringStore {
        $path = Join-Path $TestDrive "$([guid]::NewGuid()).json"
        $set = New-PinSet -Pattern localhost -Pin $backup -Note 'plain' -ReportOnly
        $set | Export-PinSet -LiteralPath $path
        $json = Get-Content -LiteralPath $path -Raw | ConvertFrom-Json
        foreach ($pin in $json.pinSets[0].pins) { $pin | Add-Member note ($steering -replace '\uD800') -Force }
        $json.pinSets[0] | Add-Member owner ($steering -replace '\uD800') -Force
        $json | ConvertTo-Json -Depth 9 | Set-Content -LiteralPath $path
        $path
    }
}

AfterAll { Stop-ExampleServer $server }

Describe 'A stranger''s text' {
    It 'is harmless in every view of a pin set and its pins, and raw in its member' {
        $set = Import-PinSet -LiteralPath (New-SteeringStore)
        $set.Pins[0].Note | Should -Be ($steering -replace '\uD800')
        foreach ($one in $set, $set.Pins) {
            foreach ($view in 'Format-Table', 'Format-List') { Assert-Harmless ($one | & $view | Out-String) }
        }
    }

    It 'is harmless in every member that a view shows' {
        # What the module writes itself: pins, names of its own lists, numbers in hexadecimal.
        $own = 'Pin', 'MatchedPin', 'PinsToPublish', 'Pattern', 'Verdict', 'Reason', 'Level', 'Id', 'MatchedRole',
            'UntilReason', 'KeyAlgorithm', 'SignatureAlgorithm', 'SerialNumber', 'Sha256Thumbprint', 'Status', 'Address',
            'Protocol', 'CipherSuite', 'Pinning'
        $module = Split-Path (Get-Module PinningTools).Path
        $views = ([xml](Get-Content (Join-Path $module PinningTools.Format.ps1xml) -Raw)).Configuration.ViewDefinitions.View
        $raw = foreach ($view in $views) {
            $name = @($view.ViewSelectedBy.TypeName)[0]
            $type = [PinningTools.DisplayText].Assembly, [PinningTools.Commands.GetSpkiPinCommand].Assembly |
                ForEach-Object { $_.GetType($name) } | Select-Object -First 1
            foreach ($member in $type.GetProperties() | Where-Object { $_.Name -notin $own }) {
                $values = if ($member.PropertyType -in [string], [object]) { $steering }
                elseif ([Collections.IEnumerable].IsAssignableFrom($member.PropertyType)) {
                    @(, $steering), @{ $steering = $steering }
                }
                $format = if ($view.TableControl) { 'Format-Table' } else { 'Format-List' }
                foreach ($value in $values) {
                    $object = [pscustomobject]@{ $member.Name = $value }
                    $object.PSTypeNames.Insert(0, $name)
                    $shown = $object | & $format -View $view.Name -ErrorAction SilentlyContinue | Out-String -Width 500
                    try { Assert-Harmless $shown } catch { "$($view.Name).$($member.Name)" }
                }
            }
        }
        @($raw | Select-Object -Unique) -join ' ' | Should -BeNullOrEmpty
    }

    It 'is harmless in a verdict, its warning and its report' {
        $store = New-SteeringStore
        $with = @{ Port = $server.Port; PinStore = $store; TrustAnchor = $server.TrustAnchor }
        $verdict = Test-CertificatePin localhost @with -WarningAction SilentlyContinue -Verbose 4>&1
        ($verdict | Out-String -Width 500) + ($verdict.Message -join "`n") | ForEach-Object { Assert-Harmless $_ }
        $verdict.Message -join '' | Should -Match 'x\?\[2J'
        $with.Remove('Port')
        # It says so before there is an answer, and this server has none.
        try {
            $null = Invoke-PinnedWebRequest "localhost:$($server.Port)" @with -WarningVariable said `
                -WarningAction SilentlyContinue -ConnectionTimeoutSeconds 5
        } catch { $null = $_ }
        "$said" | Should -Match 'x\?\[2J'
        Assert-Harmless "$said"
    }

    It 'is harmless in the night''s summary, whatever stands in the list' {
        $path = Join-Path $TestDrive "steering.csv"
        $cell = $steering -replace '\uD800' -replace '"'
        Set-Content -LiteralPath $path -Value "HostName,Pin,X$cell", "`"ho$cell`",$backup,1",
            "`"https://u:secret@h?sig=secret$cell`",x,1"
        $summary = Invoke-PinCheck -Path $path -WarningVariable said -WarningAction SilentlyContinue
        $shown = ($summary | Out-String -Width 500) + ($summary.Details | Format-Table | Out-String -Width 500) +
            ($summary.Details | Format-List | Out-String -Width 500) + "$said"
        Assert-Harmless $shown
        $shown | Should -Not -Match 'secret'
    }

    It 'is harmless in an error, with its advice' {
        $name = "no-$($steering -replace '\uD800').pem"
        $null = Get-SpkiPin -LiteralPath $name -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed | Should -Not -BeNullOrEmpty
        foreach ($one in $failed) {
            Assert-Harmless "$one"
            Assert-Harmless $one.ErrorDetails.RecommendedAction
            Assert-Harmless $one.CategoryInfo.TargetName
        }
    }

    It 'is itself in a line to paste: <_>' -ForEach @(
        "it's", "a$([char]0x2018)b$([char]0x2019)c$([char]0x201A)d$([char]0x201B)e", "`$x `"y`" ``z``; exit",
        "$([char]0x201C)x$([char]0x201D)y$([char]0x201E)", "a`r`nb$([char]0x2028)c$([char]0x85)",
        "$([char]27)[2J$([char]0x202E)", "$([char]::ConvertFromUtf32(0x1F44D))$([char]::ConvertFromUtf32(0xE0041))",
        "'; Remove-Item x; '", "$([char]0x2019); Remove-Item x; $([char]0x2019)", ''
    ) {
        $line = $quote.Invoke($null, @($_))
        Assert-Harmless $line
        $errors = $null
        $command = "Test-Path -LiteralPath $line"
        $tree = [Management.Automation.Language.Parser]::ParseInput($command, [ref]$null, [ref]$errors)
        $errors | Should -BeNullOrEmpty
        $tree.EndBlock.Statements | Should -HaveCount 1
        $tree.EndBlock.Statements[0].PipelineElements[0].CommandElements | Should -HaveCount 3
        & ([scriptblock]::Create($line)) | Should -BeExactly $_
    }
}
