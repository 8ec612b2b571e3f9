# Damaged lists: each comes to a summary or to an error of the list, and never to an exception of the platform.
# PINNINGTOOLS_LONG=1 runs the whole of it.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Engine.psm1)
    Import-Module (Get-ModulePath) -Force
    # No row has a pin that is one, so that no host among them is ever connected to.
    $pin = 'sha256/no+pin'
    $seeds = @(
        "HostName,Port,Pin`n127.0.0.1,1,$pin`n"
        "sep=;`r`nHostName;Port;Pin;Owner;Tag;Enabled`r`n127.0.0.1;1;$pin;me;a,b;true`r`n;;;;;`r`n"
        "# a remark`n127.0.0.1:1,$pin`n"
        "[{`"HostName`":`"127.0.0.1:1`",`"Pin`":[`"$pin`"]}]"
        "HostName,PSObject,PSTypeNames, ,Pin`n127.0.0.1:1,a,b,c,$pin`n"
        "#TYPE Selected`n`"HostName`",`"Pin`"`n`"127.0.0.1:1`",`"$pin;$pin`"`n"
    )
    $pieces = @(
        '"', ',', ';', "`n", "`r", "`t", '#', '=', '[', ']', '{', '}', ':', '0', '99999', '-', ' ', "`0", "`u{FEFF}"
        "`u{FFFD}", "`u{202E}", "`u{2028}", '\u', 'null', 'true', 'sep=', 'HostName', 'Pin', 'sha256/', '127.0.0.1'
    )

    function Edit-Text([string] $Text, [Random] $Random) {
        foreach ($i in 0..$Random.Next(3)) {
            $at = $Random.Next($Text.Length + 1)
            $cut = $Random.Next([Math]::Min(8, $Text.Length - $at) + 1)
            $Text = $Text.Remove($at, $cut).Insert($at, $pieces[$Random.Next($pieces.Count)])
        }
        $Text
    }

    # What came of it that is neither a summary nor an error with an id of ours.
    function Get-Surprise([string] $Text, [string] $Kind) {
        $file = Join-Path $TestDrive "list$Kind"
        [IO.File]::WriteAllText($file, $Text)
        try {
            $summary = Invoke-PinCheck -LiteralPath $file -WarningAction SilentlyContinue -ErrorAction Stop
            if ($summary.ExitCode -ne 3) { "exit code $($summary.ExitCode)" }
        } catch {
            if ($_.FullyQualifiedErrorId -notlike 'PinCheck*,Invoke-PinCheck') { "$($_.FullyQualifiedErrorId): $_" }
        }
    }
}

Describe 'A damaged list' {
    It 'is read or refused: <Kind>' -ForEach @{ Kind = '.csv' }, @{ Kind = '.json' } {
        $random = [Random]::new(20)
        $count = if ($env:PINNINGTOOLS_LONG -eq '1') { 5000 } else { 60 }
        $surprises = foreach ($number in 1..$count) {
            $text = Edit-Text -Text $seeds[$number % $seeds.Count] -Random $random
            Get-Surprise -Text $text -Kind $Kind | ForEach-Object { "$number $($text | ConvertTo-Json): $_" }
        }
        $surprises | Should -BeNullOrEmpty
    }
}
