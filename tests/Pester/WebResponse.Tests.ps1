# The response of Invoke-PinnedWebRequest is the object that Invoke-WebRequest itself gives.
BeforeAll {
    . $PSScriptRoot/WebParity.ps1
    $web = 'Microsoft.PowerShell.Commands'
    $page = Invoke-PinnedWebRequest "$($server.Uri)/html" @pinned
    $file = Invoke-PinnedWebRequest "$($server.Uri)/file" @pinned
}

AfterAll { Stop-Parity }

Describe 'The response' {
    It 'is PowerShell''s own type, for text and for bytes' {
        $page.GetType().FullName | Should -BeExactly "$web.BasicHtmlWebResponseObject"
        $file.GetType().FullName | Should -BeExactly "$web.WebResponseObject"
        $page -is [Microsoft.PowerShell.Commands.WebResponseObject] | Should -BeTrue
        $page.Content | Should -BeOfType string
        , $file.Content | Should -BeOfType byte[]
    }

    # The setters of both are internal, and may be gone or renamed in a later PowerShell.
    It 'tells its links and its file' {
        $linked = Invoke-PinnedWebRequest "$($server.Uri)/links" @pinned
        $linked.RelationLink.next | Should -BeLike "$($server.Uri)/links*"
        $linked.PSObject.Properties['RelationLink'].GetType().Name | Should -Be 'PSProperty'
        $to = Join-Path $folder 'links.txt'
        $saved = Invoke-PinnedWebRequest "$($server.Uri)/html" @pinned -OutFile $to -PassThru
        $saved.OutFile | Should -BeExactly $to
        if ($namesFiles) { $saved.PSObject.Properties['OutFile'].GetType().Name | Should -Be 'PSProperty' }
    }

    It 'is accepted by typed parameters and class methods, with its verdicts' {
        function Read-Typed([Microsoft.PowerShell.Commands.WebResponseObject] $Response) { $Response }
        class Reader {
            [Microsoft.PowerShell.Commands.BasicHtmlWebResponseObject] $Last
            [object] Read([Microsoft.PowerShell.Commands.BasicHtmlWebResponseObject] $response) {
                $this.Last = $response
                return $response.Pinning
            }
        }
        (Read-Typed $page).Pinning.Verdict | Should -Be 'Match'
        $reader = [Reader]::new()
        $reader.Read($page).Verdict | Should -Be 'Match'
        $reader.Last.Pinning.Verdict | Should -Be 'Match'
    }

    It 'is at the beginning of its body' {
        $page.RawContentStream.Position | Should -Be 0
        [IO.StreamReader]::new($file.RawContentStream).ReadToEnd().Length | Should -BeGreaterThan 0
    }

    It 'looks as PowerShell''s own, without the verdicts' {
        $theirs = Invoke-WebRequest "$($server.Uri)/html" @plain
        $names = { param($one) ($one | Out-String -Width 200) -split '\r?\n' | ForEach-Object {
            if ($_ -match '^(\w+) +:') { $Matches[1] } } }
        & $names $page | Should -Be (& $names $theirs)
        & $names $file | Should -Not -Contain 'Pinning'
        ($page | Format-List * | Out-String) | Should -Match '(?m)^Pinning +:'
    }

    It 'cannot control a terminal with what the server sent' {
        $escape = [string] [char] 27
        $path = Get-Saying "$escape[2J" 'text/html'
        (Invoke-PinnedWebRequest "$($server.Uri)$path" @pinned | Out-String) | Should -Not -Match "$escape\[2J"
    }

    It 'keeps its verdicts through <Name>' -ForEach @(
        @{
            Name = 'Export-Clixml'; Through = {
                param($response)
                $path = Join-Path $folder 'response.xml'
                $response | Export-Clixml $path
                Import-Clixml $path
            }
        }
        @{ Name = 'Start-Job'; Through = { param($response) Start-Job { $input } -InputObject $response | Receive-Job -Wait } }
    ) {
        $back = & $Through $page
        $back.PSTypeNames | Should -Contain "Deserialized.$web.BasicHtmlWebResponseObject"
        $back.StatusCode | Should -Be 200
        $back.Content | Should -BeExactly $page.Content
        $back.Pinning.Verdict | Should -Be 'Match'
        $back.Pinning[0].Chain[0].Pin | Should -BeExactly $page.Pinning[0].Chain[0].Pin
    }

    It 'says what it is to completion' {
        $line = '(Invoke-PinnedWebRequest x).RawContentS'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain 'RawContentStream'
    }
}

# .NET has it turned off, and PowerShell's own command ends with an error.
Describe 'A text in UTF-7 that <Name> names' -ForEach @(
    @{ Name = 'the header'; Type = 'text/plain; charset=utf-7'; Body = '+APw-' }
    @{ Name = 'the page'; Type = 'text/html'; Body = '<meta charset="utf-7"> +APw-' }
) {
    It 'is read as UTF-8, with the fields as they were sent' {
        $answer = Invoke-PinnedWebRequest "$($server.Uri)$(Get-Saying $Body $Type)" @pinned
        $answer.GetType().FullName | Should -BeExactly "$web.BasicHtmlWebResponseObject"
        $answer.Content | Should -BeExactly $Body
        $answer.Encoding.WebName | Should -Be 'utf-8'
        "$($answer.Headers['Content-Type'])" | Should -BeExactly $Type
        $answer.BaseResponse.Content.Headers.ContentType.ToString() | Should -BeExactly $Type
        $answer.RawContent | Should -BeLike "*Content-Type: $Type$([Environment]::NewLine)*$([WildcardPattern]::Escape($Body))"
    }
}

# PowerShell's constructor takes a way of its own if there is no charset; the module goes round it where it can.
Describe 'A text without a charset: <Name>' -ForEach @(
    @{ Name = 'UTF-8'; Type = 'text/plain'; Body = "gr$([char]0xC3)$([char]0xBC)n" }
    @{ Name = 'Latin-1'; Type = 'text/plain'; Body = "gr$([char]0xFC)n" }
    @{ Name = 'with a mark'; Type = 'text/plain'; Body = "$([char]0xEF)$([char]0xBB)$([char]0xBF)text" }
    @{ Name = 'UTF-16'; Type = 'text/plain'; Body = "$([char]0xFF)$([char]0xFE)t`0e`0" }
    @{ Name = 'a page with one'; Type = 'text/html'; Body = "<meta charset=`"iso-8859-1`">gr$([char]0xFC)n" }
    @{ Name = 'a page with one, late'; Type = 'text/html'; Body = "$('x' * 900)<meta charset=`"iso-8859-1`">gr$([char]0xFC)n" }
    @{ Name = 'a page without one'; Type = 'text/html'; Body = "<p>gr$([char]0xFC)n" }
    @{ Name = 'XML'; Type = 'text/xml'; Body = "<?xml version=`"1.0`" encoding=`"iso-8859-1`"?><a>$([char]0xFC)</a>" }
    @{ Name = 'JSON'; Type = 'application/json'; Body = '{"a":1}' }
    @{ Name = 'JSON with a parameter'; Type = 'application/json;odata=none'; Body = '{"a":1}' }
    @{ Name = 'nothing'; Type = 'text/plain'; Body = '' }
    @{ Name = 'a charset that is empty'; Type = 'text/plain; charset='; Body = 'text' }
    @{ Name = 'the field in another'; Type = 'text/plain'; Body = 'x'; Field = 'X-Field:Content-Type: text/plain; charset=utf-8' }
) {
    It 'is what PowerShell''s own command gives' {
        $uri = "$($server.Uri)$(Get-Saying $Body $Type $Field)"
        $ours, $theirs = (Invoke-PinnedWebRequest $uri @pinned), (Invoke-WebRequest $uri @plain)
        $ours.Content | Should -BeExactly $theirs.Content
        $ours.Encoding | Should -Be $theirs.Encoding
        "$($ours.Headers['Content-Type'])" | Should -BeExactly "$($theirs.Headers['Content-Type'])"
        "$($ours.BaseResponse.Content.Headers.ContentType)" | Should -BeExactly "$($theirs.BaseResponse.Content.Headers.ContentType)"
        $date = '(?m)^Date: .*$'
        $ours.RawContent -replace $date | Should -BeExactly ($theirs.RawContent -replace $date)
    }
}

# What Windows PowerShell gets, built here from the same responses.
Describe 'The module''s own response of <Path>' -ForEach @(
    @{ Path = '/html' }, @{ Path = '/file' }, @{ Path = '/json' }, @{ Path = '/links' }, @{ Path = '/many-headers' }
) {
    It 'has what PowerShell''s has' {
        $genuine = Invoke-PinnedWebRequest "$($server.Uri)$Path" @pinned
        $type = [PinningTools.PinnedHtmlWebResponse]
        if ($genuine -isnot [Microsoft.PowerShell.Commands.BasicHtmlWebResponseObject]) { $type = $type.BaseType }
        $make = $type.GetConstructors('Instance, NonPublic')[0]
        $own = $make.Invoke(@(
            $genuine.BaseResponse, $genuine.RawContentStream, [PinningTools.PinVerdict[]] $genuine.Pinning,
            $genuine.BaseResponse.RequestMessage.RequestUri))
        $own.Pinning.Verdict | Should -Be 'Match'
        $namesFiles = $false
        Format-Response $own | Should -BeExactly (Format-Response $genuine)
        if ($own.Links) { $own.Links.FindById('first').href | Should -Be $genuine.Links.FindById('first').href }
    }
}
