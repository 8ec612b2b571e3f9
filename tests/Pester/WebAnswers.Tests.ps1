# Answers as servers should not give them, and do.
BeforeAll { . $PSScriptRoot/WebParity.ps1 }

AfterAll { Stop-Parity }

Describe 'A body of <Type>: <Body>' -ForEach @(
    @{ Type = 'text/html'; Body = '<meta name=a><script charset="iso-8859-1"></script>' }
    @{ Type = 'text/html'; Body = '<meta charset="utf-8"><script charset="iso-8859-1"></script>' }
    @{ Type = 'text/html'; Body = '<script charset="iso-8859-1"></script><meta name=a>' }
    @{ Type = 'text/html; charset="iso-8859-1"'; Body = '' }
    @{ Type = 'application/xml'; Body = "<?xml version='1.0'?><a encoding='iso-8859-1'/>" }
    @{ Type = 'text/html'; Body = '<a href=1 href=2>x</a><img SRC=1 src=2>' }
    @{ Type = 'text/html'; Body = '<input name=a>x</input><input name=b><p><input name=c></input>' }
    @{ Type = 'application/json'; Body = '/* none */ null' }
    @{ Type = 'application/json'; Body = 'undefined' }
    @{ Type = 'application/json'; Body = '// nothing' }
    @{ Type = 'application/json'; Body = ' ' }
    @{ Type = 'application/json'; Body = 'nul' }
    @{ Type = 'application/json'; Body = '{"a":NaN,"a":2,"big":123456789012345678901234567890,"d":"2020-01-01"}' }
    @{ Type = 'text/plain'; Body = "{'a':undefined}" }
) {
    It 'is to Invoke-<_> what it is to PowerShell''s own' -ForEach 'WebRequest', 'RestMethod' {
        $sound = if ($Type -match 'html|xml') { "gr$([char] 0xfc)n" }
        Assert-SameResponse (Invoke-Both (Get-Saying ($Body + $sound) $Type) @{} $_) $_
    }
}

Describe 'A body in UTF-7, which no reader should know any more' {
    It 'is read as UTF-8' {
        $answer = Invoke-PinnedWebRequest "$($server.Uri)$(Get-Saying '+APw-' 'text/plain; charset=utf-7')" @pinned
        $answer.Content | Should -BeExactly '+APw-'
    }
}

Describe 'The verbose lines' {
    BeforeAll {
        function Get-Line([string] $Kind, [string] $Path, [hashtable] $With) {
            $name = if ($Kind -eq 'ours') { 'Invoke-PinnedWebRequest' } else { 'Invoke-WebRequest' }
            $arguments = if ($Kind -eq 'ours') { $pinned } else { $plain }
            $lines = & $name "$($server.Uri)$Path" @arguments @With -Verbose 4>&1
            $said = @($lines | Where-Object { $_ -is [Management.Automation.VerboseRecord] }) -notmatch '^File Name:'
            @(Hide-SizeInUnit $said) -replace ' output to .*'
        }
    }

    It 'tell no size of <Name>' -Skip:($PSVersionTable.PSVersion -lt '7.6') -ForEach @(
        @{ Name = 'a packed body'; Path = '/packed' }
    ) {
        $lines = Get-Line 'ours' $Path @{}
        $lines[1] | Should -Match 'text/plain payload$'
        $lines | Should -BeExactly (Get-Line 'theirs' $Path @{})
    }

    It 'speak of a lost beginning only where there was one: <Size> bytes' -Skip:(
        $PSVersionTable.PSVersion -lt '7.6'
    ) -ForEach @{ Size = 0 }, @{ Size = 400000 } {
        $said = foreach ($kind in 'ours', 'theirs') {
            $file = Join-Path $folder "$kind.resumed"
            if ($Size) { [IO.File]::WriteAllBytes($file, [byte[]]::new($Size)) }
            , (Get-Line $kind $(if ($Size) { '/file' } else { '/html' }) @{ OutFile = $file; Resume = $true })
            Remove-Item $file
        }
        $said[0] | Should -BeExactly $said[1]
        [bool] ($said[0] -match 'could not resume') | Should -Be ($Size -gt 0)
    }
}

Describe 'A download that was whole already' {
    It 'gives the file''s place with the answer, as PowerShell 7.6 does' {
        $file = Join-Path $folder 'whole.bin'
        [IO.File]::WriteAllBytes($file, $bytes)
        $with = @{ OutFile = $file; Resume = $true }
        (Invoke-PinnedWebRequest "$($server.Uri)/file" @pinned @with).OutFile | Should -BeExactly $file
        if ($namesFiles) {
            (Invoke-WebRequest "$($server.Uri)/file" @plain @with).OutFile | Should -BeExactly $file
        }
    }
}
