# Merge-PinCheck and Invoke-PinCheck -Shard in a real PowerShell: parts as objects, as files and from other processes.
BeforeDiscovery {
    $script:yaml = if (Get-Command python3 -CommandType Application -ErrorAction SilentlyContinue) {
        & python3 -c 'import yaml' 2>$null
        $LASTEXITCODE -eq 0
    }
    $script:yaml = [bool]$script:yaml
}

BeforeAll {
    . (Join-Path $PSScriptRoot PinCheckSupport.ps1)
    $place = (New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
    if ($PSVersionTable.Platform -eq 'Unix') { [IO.File]::SetUnixFileMode($place, 'UserRead, UserWrite, UserExecute') }
    Copy-Item -LiteralPath $server.TrustAnchor -Destination (Join-Path $place anchors.pem)
    # One server by many names, an impostor, and a row that cannot be read.
    $rows = foreach ($i in 1..9) { "localhost,$($server.Port),$leaf;$backup,true,,h$i.example,north" }
    $rows += "localhost,$($server.ImpostorPort),$leaf,,anchors.pem,,south", 'not a host,,,,,,'
    $list = New-TextFile -Name nightly.csv -Folder $place -Line (@('HostName,Port,Pin,PinOnly,TrustAnchor,ServerName,Site') + $rows)

    function Get-Parts([int] $Count = 3) { foreach ($i in 1..$Count) { Invoke-PinCheck -LiteralPath $list -Shard "$i/$Count" } }

    function Hide-Time($Summary) {
        ($Summary.ToJson() -replace '"(Started|Finished|Elapsed|RunId|Seconds|Since|Id)": ("[^"]*"|[0-9.]+)', '"$1"') -split "`n"
    }

    $whole = Invoke-PinCheck -LiteralPath $list
    $parts = @(Get-Parts)
}

AfterAll { Stop-ExampleServer $server }

Describe 'Merge-PinCheck' {
    It 'makes of all parts the run of the whole list' {
        $merged = $parts | Merge-PinCheck
        Hide-Time $merged | Should -Be (Hide-Time $whole)
        $merged.Shard, $merged.IsComplete, $merged.ExitCode | Should -Be $null, $true, 2
        # Columns of the list are members.
        $merged.Details[0].Site | Should -Be 'north'
    }

    It 'takes <_>' -ForEach 'json', 'html' {
        $paths = foreach ($part in $parts) {
            $path = Join-Path $TestDrive "part$($part.Shard[0]).$_"
            $part | Export-PinReport $path
            $path
        }
        Hide-Time (Merge-PinCheck $paths) | Should -Be (Hide-Time $whole)
        Hide-Time (Merge-PinCheck (Join-Path $TestDrive "part*.$_")) | Should -Be (Hide-Time $whole)
        Hide-Time (Get-Item -LiteralPath $paths | Merge-PinCheck) | Should -Be (Hide-Time $whole)
        # The same part once more in another form counts once.
        Hide-Time (@($parts[0]) + $paths | Merge-PinCheck) | Should -Be (Hide-Time $whole)
    }

    It 'takes objects from another process, each of which ran a part' {
        $far = foreach ($i in 1..2) {
            Invoke-EngineBlock -ArgumentList (Get-ModulePath), $list, "$i/2" {
                param($module, $list, $shard)
                Import-Module $module
                Invoke-PinCheck -LiteralPath $list -Shard $shard -Slim
            }
        }
        $merged = $far | Merge-PinCheck
        $merged.Checked, $merged.Level, $merged.IsComplete | Should -Be $whole.Checked, $whole.Level, $true
        $merged.Details.Key | Should -Be $whole.Details.Key
    }

    It 'names the parts that are missing' {
        $merged = $parts[0, 2] | Merge-PinCheck
        $merged.MissingShard | Should -Be '2/3'
        $merged.Shard, $merged.IsComplete | Should -Be '1,3/3', $false
        $merged.ToStatusLine() | Should -BeLike '*1 of 3 parts missing: 2/3'
        ($merged | Out-String) | Should -Match 'Attention +: part 2/3 of the list is missing'
        ($merged | Export-PinReport -Format Html) -join "`n" | Should -BeLike '*2/3*'
        Hide-Time ($merged, $parts[1] | Merge-PinCheck) | Should -Be (Hide-Time $whole)
        ($parts[0] | Merge-PinCheck -FailOn Critical).FailedOn | Should -Not -Contain 'Unknown'
    }

    It 'refuses what does not belong together' {
        { @(Get-Parts 2)[0], $parts[0] | Merge-PinCheck } | Should -Throw -ErrorId 'MergeOther,*'
        # A second run of a part that says something else. (One that says the same is no harm.)
        $again = Join-Path $place again.json
        $null = $parts[0] | Export-PinReport -Path $again
        $text = [IO.File]::ReadAllText($again)
        $text | Should -Match '"Message": "'
        [IO.File]::WriteAllText($again, ($text -replace '"Message": "', '"Message": "Another: '))
        { $parts[0], (Get-Item -LiteralPath $again) | Merge-PinCheck } | Should -Throw -ErrorId 'MergeTwice,*'
        { $whole, (Invoke-PinCheck -LiteralPath $list) | Merge-PinCheck } | Should -Throw -ErrorId 'MergeTwoRuns,*'
        { $whole | Merge-PinCheck -State (Join-Path $place x.state.jsonl) } | Should -Throw -ErrorId 'MergeStateNeedsShards,*'
        { 'nothing' | ForEach-Object { } | Merge-PinCheck -ErrorAction Stop } | Should -Throw
        $merged = @(@($parts) + (Join-Path $place nightly.csv)) | Merge-PinCheck -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures.Count | Should -BeGreaterThan 0
        $merged.IsComplete | Should -BeTrue
    }

    It 'keeps the state that the parts do not keep' {
        $state = Join-Path $place nightly.state.jsonl
        $first = Get-Parts | Merge-PinCheck -State $state
        $first.IsFirstRun, $first.StateFile | Should -Be $true, $state
        @(Get-PinHistory $state -Current).Count | Should -Be 10
        Start-Sleep -Seconds 1
        $second = Get-Parts | Merge-PinCheck -State $state
        $second.IsFirstRun, $second.Changes.Count | Should -Be $false, 0
        @(Get-PinHistory $state -Alert).State | Select-Object -Unique | Should -Be 'standing'
        $wrong = $second.Details | Where-Object Verdict -EQ PinMismatch
        (Get-SpkiPin -Path $wrong.Evidence)[0].Pin | Should -Be $wrong.LeafPin
    }
}

Describe 'Invoke-PinCheck -Shard' {
    It 'shares the list, and each endpoint is in one part' {
        @($parts.Details.Key | Sort-Object) | Should -Be @($whole.Details.Key | Sort-Object)
        $parts.Shard | Should -Be '1/3', '2/3', '3/3'
        @($parts.ListId | Select-Object -Unique).Count | Should -Be 1
        @($parts.Skipped | Select-Object -Unique) | Should -Be $whole.Skipped
    }

    It 'refuses <Shard>, and a state' -ForEach @{ Shard = '0/3' }, @{ Shard = '4/3' }, @{ Shard = 'all' } {
        { Invoke-PinCheck -LiteralPath $list -Shard $Shard } | Should -Throw -ErrorId 'PinCheckShardInvalid,Invoke-PinCheck'
        { Invoke-PinCheck -LiteralPath $list -Shard 1/3 -State (Join-Path $place y.state.jsonl) } |
            Should -Throw -ErrorId 'PinCheckShardState,Invoke-PinCheck'
    }
}

Describe 'The examples for many machines' {
    It '<_>.yml is YAML with a part from 1, and a merge' -ForEach 'kubernetes', 'github', 'gitlab' -Skip:(-not $yaml) {
        $path = Join-Path (Get-RepositoryRoot) "examples/shards/$_.yml"
        $json = & python3 -c 'import json, sys, yaml; print(json.dumps(list(yaml.safe_load_all(open(sys.argv[1])))))' $path
        $LASTEXITCODE | Should -Be 0
        $documents = $json | ConvertFrom-Json
        switch ($_) {
            kubernetes {
                @($documents.kind) | Should -Be 'PersistentVolumeClaim', 'Job', 'Job'
                $documents[1].spec.completionMode, $documents[1].spec.completions | Should -Be 'Indexed', 16
                $script = $documents[1].spec.template.spec.containers[0].args[0], $documents[2].spec.template.spec.containers[0].args[0]
            }
            github {
                $documents[0].jobs.part.strategy.matrix.shard | Should -Be 1, 2, 3, 4
                $script = $documents[0].jobs.part.steps.run, $documents[0].jobs.merge.steps.run
            }
            gitlab {
                $documents[0].'pins part'.parallel | Should -Be 4
                $script = $documents[0].'pins part'.script, $documents[0].pins.script
            }
        }
        "$($script[0])" | Should -BeLike '*Invoke-PinCheck*checks.csv -Shard*Export-PinReport*part*.json*'
        "$($script[1])" | Should -BeLike '*Merge-PinCheck*Export-PinReport*'
        foreach ($text in $script | ForEach-Object { $_ } | Where-Object { $_ -notlike 'pwsh *' -and $_ }) {
            $errors = $null
            # GitHub replaces its expressions before PowerShell reads them.
            $null = [Management.Automation.Language.Parser]::ParseInput(($text -replace '\$\{\{.*?\}\}', '1'), [ref]$null, [ref]$errors)
            $errors | Should -BeNullOrEmpty
        }
    }
}
