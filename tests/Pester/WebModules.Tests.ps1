# Six ways in which public modules call web commands, written anew. They know nothing of pins: the commands have the
# stock names as aliases, and the pins are in the default store.
BeforeAll {
    . $PSScriptRoot/WebParity.ps1
    Set-Alias Invoke-WebRequest Invoke-PinnedWebRequest -Scope Global
    Set-Alias Invoke-RestMethod Invoke-PinnedRestMethod -Scope Global
    # A module has default parameter values of its own, so what it calls finds its pins in the store.
    $env:PINNINGTOOLS_STORE = Join-Path $folder 'pins.json'
    # An appliance, of which the key alone is checked: what writes -SkipCertificateCheck keeps its check.
    & {
        New-PinSet "localhost:$($server.Port)" $server.Pin -TrustAnchor $server.Root
        New-PinSet "127.0.0.1:$($server.Port)" $server.Pin -PinOnly
    } 3>$null | Export-PinSet $env:PINNINGTOOLS_STORE
    $uri = $server.Uri
    $appliance = "https://127.0.0.1:$($server.Port)"
}

AfterAll {
    $env:PINNINGTOOLS_STORE = $null
    Remove-Item Alias:Invoke-WebRequest, Alias:Invoke-RestMethod -Force
    Stop-Parity
}

Describe 'A module' {
    It 'that writes its switches into each call' {
        $module = New-Module {
            function Get-Thing([string] $Address) {
                $page = Invoke-WebRequest -Uri "$Address/json" -UseBasicParsing -SkipCertificateCheck -ErrorAction Stop
                $page.Content | ConvertFrom-Json
            }
        }
        & $module { Get-Thing $args[0] } $appliance | Should -BeOfType pscustomobject
    }

    It 'that collects its arguments in a table' {
        $module = New-Module {
            $script:settings = @{ Insecure = $true }
            function Send-Thing([string] $Address, [hashtable] $Data) {
                $with = @{
                    Uri = "$Address/echo"
                    Method = 'POST'
                    Body = $Data | ConvertTo-Json -Compress
                    ContentType = 'application/json'
                    UseBasicParsing = $true
                    SkipCertificateCheck = $script:settings.Insecure
                }
                if ($PSVersionTable.PSVersion.Major -ge 6) { $with.SkipHeaderValidation = $true }
                Invoke-RestMethod @with
            }
        }
        $answer = & $module { Send-Thing $args[0] @{ name = 'x' } } $appliance
        $answer.method, $answer.body | Should -Be 'POST', '{"name":"x"}'
    }

    It 'that types what it passes on' {
        $module = New-Module {
            function Read-Answer {
                [OutputType([string])]
                param([Parameter(ValueFromPipeline)] [Microsoft.PowerShell.Commands.WebResponseObject] $Response)
                process {
                    if ($Response -isnot [Microsoft.PowerShell.Commands.BasicHtmlWebResponseObject]) { throw 'No text.' }
                    $Response.Content
                }
            }
            function Get-Text([uri] $Address, [Microsoft.PowerShell.Commands.WebRequestMethod] $Method = 'Get') {
                [Microsoft.PowerShell.Commands.BasicHtmlWebResponseObject] $response =
                    Invoke-WebRequest -Uri $Address -Method $Method -SslProtocol ([Microsoft.PowerShell.Commands.WebSslProtocol]::Default)
                $response | Read-Answer
            }
        }
        & $module { Get-Text "$($args[0])/" } $uri | Should -Be 'hello'
    }

    It 'that keeps its connection in a class' {
        $module = New-Module {
            class Client {
                [string] $Root
                [Microsoft.PowerShell.Commands.WebRequestSession] $Session
                [System.Collections.Generic.List[Microsoft.PowerShell.Commands.WebResponseObject]] $Log = @()
                Client([string] $root) {
                    $this.Root = $root
                    $this.Session = [Microsoft.PowerShell.Commands.WebRequestSession]::new()
                    $this.Session.Headers['X-Client'] = 'mine'
                }
                [Microsoft.PowerShell.Commands.WebResponseObject] Get([string] $path) {
                    $response = Invoke-WebRequest -Uri "$($this.Root)$path" -WebSession $this.Session
                    $this.Log.Add($response)
                    return $response
                }
            }
            function New-Client([string] $Root) { [Client]::new($Root) }
        }
        $client = & $module { New-Client $args[0] } $uri
        $answer = $client.Get('/echo')
        ($answer.Content | ConvertFrom-Json).headers.'X-Client' | Should -Be 'mine'
        $answer.Pinning.Verdict | Should -Be 'Match'
        $client.Log[0].StatusCode | Should -Be 200
    }

    It 'that wraps the command in one of its own' {
        $module = New-Module {
            # As ProxyCommand writes it, without what the module does not need.
            function Invoke-Api {
                [CmdletBinding()]
                param(
                    [Parameter(Mandatory, Position = 0)] [uri] $Uri,
                    [Microsoft.PowerShell.Commands.WebRequestMethod] $Method,
                    [System.Collections.IDictionary] $Headers,
                    [Parameter(ValueFromPipeline)] [object] $Body,
                    [switch] $UseBasicParsing
                )
                begin {
                    $PSBoundParameters.Headers = @{ Accept = 'application/json' }
                    $command = $ExecutionContext.InvokeCommand.GetCommand('Invoke-PinnedRestMethod', 'Cmdlet')
                    $pipeline = { & $command @PSBoundParameters }.GetSteppablePipeline($MyInvocation.CommandOrigin)
                    $pipeline.Begin($PSCmdlet)
                }
                process { $pipeline.Process($_) }
                end { $pipeline.End() }
            }
        }
        $answers = & $module { 'a', 'b' | Invoke-Api "$($args[0])/echo" -Method Post -UseBasicParsing } $uri
        $answers.body | Should -Be 'a', 'b'
        $answers[0].headers.Accept | Should -Be 'application/json'
    }

    It 'that keeps a session in a variable of its own' {
        $module = New-Module {
            $script:session = $null
            function Connect-Thing([string] $Address) {
                $page = Invoke-WebRequest "$Address/login" -SessionVariable session
                $fields = @{ user = 'me'; password = 'pw' }
                $page.InputFields | Where-Object type -EQ hidden | ForEach-Object { $fields[$_.name] = $_.value }
                $null = Invoke-WebRequest "$Address/login" -Method Post -Body $fields -WebSession $session
                $script:session = $session
            }
            function Get-Home([string] $Address) {
                if (-not $script:session) { throw 'Connect first.' }
                (Invoke-WebRequest "$Address/home" -WebSession $script:session).Content
            }
        }
        $stock = & $module {
            param($address, $plain)
            $page = Microsoft.PowerShell.Utility\Invoke-WebRequest "$address/login" -SessionVariable one @plain
            $fields = @{ user = 'me'; password = 'pw' }
            $page.InputFields | Where-Object type -EQ hidden | ForEach-Object { $fields[$_.name] = $_.value }
            $null = Microsoft.PowerShell.Utility\Invoke-WebRequest "$address/login" -Method Post -Body $fields -WebSession $one @plain
            (Microsoft.PowerShell.Utility\Invoke-WebRequest "$address/home" -WebSession $one @plain).Content
        } $uri $plain
        & $module { Connect-Thing $args[0] } $uri
        & $module { Get-Home $args[0] } $uri | Should -BeExactly $stock
    }
}
