BeforeDiscovery {
    $script:scripts = . $PSScriptRoot/WebScripts.ps1
}

BeforeAll {
    . $PSScriptRoot/WebParity.ps1

    # Runs a script in a PowerShell of its own: all it said, on every stream.
    function Invoke-Script([scriptblock] $Script, [string] $Kind) {
        $place = Join-Path $folder ([guid]::NewGuid())
        $null = New-Item -ItemType Directory -Path $place
        $text = "$Script"
        if ($Kind -eq 'ours') { $text = $text -replace 'Invoke-(WebRequest|RestMethod)', 'Invoke-Pinned$1' }
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddCommand('Import-Module').AddArgument((Get-ModulePath))
            # What is over within a second shows no progress of ours; the script that is slow turns it on.
            $quiet = '$ProgressPreference = "SilentlyContinue"; '
            $null = $shell.AddStatement().AddScript('param($uri, $folder, $tls) ' + $quiet + $text)
            $tls = if ($Kind -eq 'ours') { $pinned } else { $plain }
            $null = $shell.AddParameters(@{ uri = $server.Uri; folder = $place; tls = $tls })
            $ended = ''
            $output = try { $shell.Invoke() }
            catch { $ended = ($_.Exception.InnerException.ErrorRecord.FullyQualifiedErrorId -split ',')[0] }
            $streams = $shell.Streams
            $said = @($streams.Verbose | ForEach-Object Message) -notmatch 'ing (cmdlet|function|alias)|^File Name:'
            $said = ((Hide-SizeInUnit $said) -replace ' output to .*' -join "`n").Replace($place, 'FOLDER').Replace($server.Uri, 'URI')
            [ordered]@{
                Output = @($output | ForEach-Object { $_ | ConvertTo-Json -Depth 5 -Compress }) -join "`n"
                Ended = $ended
                Errors = @($streams.Error | ForEach-Object { ($_.FullyQualifiedErrorId -split ',')[0] }) -join "`n"
                Warnings = @($streams.Warning.Message) -join "`n"
                Verbose = $said
                Progress = @($streams.Progress | Where-Object Activity -Match '^(Reading )?web re' |
                    Where-Object RecordType -EQ Completed | Select-Object -ExpandProperty Activity -Unique) -join "`n"
            }
        }
        finally { $shell.Dispose() }
    }
}

AfterAll { Stop-Parity }

Describe 'A script: <_.Name>' -ForEach $scripts {
    It 'gives the same when its commands are pinned' {
        $theirs = Invoke-Script $Script 'theirs'
        $ours = Invoke-Script $Script 'ours'
        $ours.Verbose | Should -BeExactly ((Hide-SizeInUnit $Verbose) -join "`n")
        if ($PSVersionTable.PSVersion -lt '7.6') { $theirs.Remove('Verbose') }
        foreach ($stream in $theirs.Keys) { $ours[$stream] | Should -BeExactly $theirs[$stream] -Because $stream }
    }
}
