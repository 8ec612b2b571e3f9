# JSON is read straight into objects, and into the same objects as by ConvertFrom-Json.
BeforeDiscovery {
    $script:odd = @(
        '[]', '{}', '[[],{}]', ' [1] ', "`t{`n`"a`"`r:1}", '[null,true,false]', '[0,-0,-1,1024,1025]', '[-0.0,0e0,1E5,1e-5]'
        '[9223372036854775807,9223372036854775808,-9223372036854775809]', '[123456789012345678901234567890]', "[$('9' * 381)]"
        "[$('9' * 300)]", '[1e308,1e309,-1e400,1e-400]', '[0.30000000000000004,2.2250738585072011e-308]', '[NaN]', '[Infinity,-Infinity]'
        '[01]', '[0x10]', '[1.]', '[.5]', '[+1]', '[undefined]', '{"a":1,"a":2}', '{"a":1,"A":2}', '{"":1}', '{" ":1}'
        '{"PSObject":1}', '{"psobject":1}', '{"PSTypeNames":["x"]}', '{"PSBase":1}', '{"PSAdapted":1}', '{"PSExtended":1}', '{"Count":1,"Length":2}'
        '{"ToString":1,"GetType":2}', '{"a.b":1,"c d":2,"$x":3}', '{"$type":"x","$ref":"y","$id":"1","$values":[]}'
        '{"d":"2020-01-01T00:00:00Z"}', '{"d":"2020-01-01T00:00:00"}', '{"d":"2020-01-01T00:00:00+02:00"}', '{"d":"2020-01-01"}'
        '{"d":"2020-01-01T00:00:00.1234567Z","e":"2020-02-30T00:00:00Z"}', '["/Date(0)/","\/Date(1234567890000+0200)\/","/Date(x)/"]'
        '["2020-01-01\u005400:00:00Z"]', '["\ud800"]', '["\ud83d\ude00"]', '{"\ud800":1}', '["\u0000\u001f"]', "[`"`t`"]", "['a']", '{a:1}'
        '[1,]', '[,1]', '{"a":1,}', '[1] x', '[1][2]', '/* c */[1]', '[1/* c */]', "$([char]0xfeff)[1]", "[`"$([char]0xfeff)`"]"
        '[1', '{"a"', '{"a":1]', '{"i":1,"I":2}', "{`"i`":1,`"$([char]0x130)`":2}", "{`"k`":1,`"$([char]0x212a)`":2}"
        (('[' * 1000) + (']' * 1000)), (('[' * 1024) + (']' * 1024)), (('[' * 1025) + (']' * 1025)), (('{"a":' * 1023) + '1' + ('}' * 1023))
        ('{' + ((0..199 | ForEach-Object { "`"m$_`":$_" }) -join ',') + '}')
        ('{' + ((0..199 | ForEach-Object { "`"m$_`":$_" }) -join ',') + ',"M7":1}')
    )
}

BeforeAll {
    . $PSScriptRoot/WebParity.ps1
    Add-Type -Path (Join-Path $PSScriptRoot JsonFuzz.cs)
    $direct = (Get-Command Invoke-PinnedRestMethod).ImplementingType.Assembly.GetType('PinningTools.Internal.DirectJson')
    $fuzz = [PinningTools.Testing.JsonFuzz]::new($direct, [Microsoft.PowerShell.Commands.JsonObject], 1)
}

AfterAll { Stop-Parity }

Describe 'The reader of JSON' {
    It 'reads as PowerShell does, or leaves to PowerShell: <_>' -ForEach $odd {
        $fuzz.Compare([Text.Encoding]::UTF8.GetBytes($_)) | Should -BeNullOrEmpty
    }

    It 'reads random texts as PowerShell does, or leaves them to it' {
        $random = [PinningTools.Testing.JsonFuzz]::new($direct, [Microsoft.PowerShell.Commands.JsonObject], 2)
        # PINNINGTOOLS_LONG=1 runs the whole of it.
        $count = if ($env:PINNINGTOOLS_LONG -eq '1') { 400000 } else { 4000 }
        $random.Run($count) | Should -BeNullOrEmpty
        # Otherwise nothing would have been compared.
        $random.ReadDirectly | Should -BeGreaterThan ($count * 0.4)
    }

    It 'reads by itself what services send' {
        $text = '{"id":1,"name":"x","at":"2020-01-01T00:00:00Z","tags":["a"],"more":{"big":12345678901234567890,"r":1.5,"n":null}}'
        $fuzz.IsDirect("[$text,$text]") | Should -BeTrue
    }

    It 'can be stopped' { $fuzz.Stops("[$('1,' * 10000)1]") | Should -BeTrue }

    It 'leaves bytes that are no UTF-8 to PowerShell' {
        foreach ($bad in (0xff), (0xc0, 0x80), (0xed, 0xa0, 0x80), (0xf4, 0x90, 0x80, 0x80), (0xe2, 0x82)) {
            $fuzz.Compare([byte[]](@(0x5b, 0x22) + $bad + @(0x22, 0x5d))) | Should -BeNullOrEmpty
            $fuzz.Compare([byte[]](@(0x7b, 0x22) + $bad + @(0x22, 0x3a, 0x31, 0x7d))) | Should -BeNullOrEmpty
        }
    }

    It 'knows the members that a script gave to all custom objects' {
        $text = '{"mine":1}'
        $fuzz.IsDirect($text) | Should -BeTrue
        $script = {
            param($module, $place, $text)
            Import-Module $module
            Add-Type -Path (Join-Path $place JsonFuzz.cs)
            Update-TypeData -TypeName System.Management.Automation.PSCustomObject -MemberType NoteProperty -MemberName mine -Value 0
            $direct = (Get-Command Invoke-PinnedRestMethod).ImplementingType.Assembly.GetType('PinningTools.Internal.DirectJson')
            $fuzz = [PinningTools.Testing.JsonFuzz]::new($direct, [Microsoft.PowerShell.Commands.JsonObject], 1)
            "$($fuzz.IsDirect($text)) $($fuzz.Compare([Text.Encoding]::UTF8.GetBytes($text)))"
        }
        Invoke-EngineBlock $script (Get-ModulePath), $PSScriptRoot, $text | Should -Be 'False '
    }
}

Describe 'A body of JSON: <_>' -ForEach @(
    '{"d":"2020-01-01T00:00:00Z","n":[1,2.5,null]}', '{"a":1,"A":2}', '{"":1}', "['a']", '[1,]', '[NaN]', '{"a":1,"a":2}', '[]', '[[1,2],[3]]'
) {
    It 'is the same as by Invoke-RestMethod, whatever its charset: <Type>' -ForEach @(
        @{ Type = 'application/json' }, @{ Type = 'application/json; charset=utf-8' }, @{ Type = 'application/json; charset=iso-8859-1' }
        @{ Type = 'text/plain' }, @{ Type = 'application/xml' }
    ) {
        $body = $_
        Assert-SameResponse (Invoke-Both (Get-Saying $body $Type) @{} RestMethod) RestMethod
    }
}

Describe 'A charset that a text of JSON names' {
    It 'counts as it does for Invoke-RestMethod' {
        $body = "[`"<meta charset='iso-8859-1'>`",`"gr$([char] 0xfc)n`"]"
        foreach ($type in 'application/json', 'application/json; charset=utf-8', 'text/html') {
            Assert-SameResponse (Invoke-Both (Get-Saying $body $type) @{} RestMethod) RestMethod
        }
    }
}
