# What goes through Enable-WebPinning and what goes past it: the table of docs/WEB-PINNING.md, cell by cell.
BeforeAll {
    . $PSScriptRoot/WebPinningSupport.ps1
    Set-Content (Join-Path $folder Asker.psm1) 'function Get-Answer($Uri) { Invoke-RestMethod $Uri }'
    Set-Content (Join-Path $folder Inner.psm1) 'function Get-InnerAnswer($Uri) { irm $Uri }'
    Set-Content (Join-Path $folder Outer.psm1) 'function Get-OuterAnswer($Uri) { Get-InnerAnswer $Uri }'
    New-ModuleManifest (Join-Path $folder Outer.psd1) -RootModule Outer.psm1 -NestedModules Inner.psm1
    Set-Content (Join-Path $folder Importer.psm1) @'
Import-Module Microsoft.PowerShell.Utility -Force
function Get-ImporterAnswer($Uri) { Invoke-RestMethod $Uri }
'@
    $loaded = Import-Module (Join-Path $folder Asker.psm1) -PassThru
    Enable-WebPinning -PinSet $set
}

AfterAll {
    Remove-Module Asker, Outer, Importer -ErrorAction Ignore
    Stop-WebPinningTest
}

Describe 'Through the pins' {
    It 'goes <Name>' -ForEach @(
        @{ Name = 'Invoke-RestMethod'; Call = { param($uri) Invoke-RestMethod $uri } }
        @{ Name = 'Invoke-WebRequest'; Call = { param($uri) (Invoke-WebRequest $uri).Content } }
        @{ Name = 'irm'; Call = { param($uri) irm $uri } }
        @{ Name = 'iwr'; Call = { param($uri) (iwr $uri).Content } }
        @{ Name = 'an alias of an alias'; Call = { param($uri) Set-Alias mine irm; Set-Alias my-own mine; my-own $uri } }
        @{ Name = 'a name with its module'; Call = { param($uri) Microsoft.PowerShell.Utility\Invoke-RestMethod $uri } }
        @{ Name = 'a name in a variable'; Call = { param($uri) $name = 'Invoke-RestMethod'; & $name $uri } }
        @{ Name = 'a call with a table of arguments'; Call = { param($uri) $with = @{ Uri = $uri }; Invoke-RestMethod @with } }
        @{ Name = 'a call in StrictMode'; Call = { param($uri) Set-StrictMode -Version Latest; Invoke-RestMethod $uri } }
        @{ Name = 'a call in a nested pipeline'; Call = { param($uri) $uri | ForEach-Object { Invoke-RestMethod $_ } } }
        @{ Name = 'Invoke-Expression'; Call = { param($uri) Invoke-Expression "Invoke-RestMethod '$uri'" } }
        @{ Name = 'Invoke-Command here'; Call = { param($uri) Invoke-Command { Invoke-RestMethod $args[0] } -ArgumentList $uri } }
        @{ Name = 'another shell in this runspace'; Call = {
                param($uri)
                $shell = [powershell]::Create([Management.Automation.RunspaceMode]::CurrentRunspace)
                try { $shell.AddCommand('Invoke-RestMethod').AddParameter('Uri', $uri).Invoke() } catch { throw $_.Exception.InnerException }
            }
        }
        @{ Name = 'a class'; Call = {
                param($uri)
                $type = Invoke-Expression 'class Asker { static [object] Ask([string] $uri) { return Invoke-RestMethod $uri } }; [Asker]'
                $type::Ask($uri)
            }
        }
        @{ Name = 'a module that was loaded before'; Call = { param($uri) Get-Answer $uri } }
        @{ Name = 'a module that is loaded later'; Call = {
                param($uri)
                $later = New-Module { function Get-LaterAnswer($Uri) { Invoke-RestMethod $Uri } }
                & $later { Get-LaterAnswer $args[0] } $uri
            }
        }
        @{ Name = 'a module nested in another'; Call = {
                param($uri)
                Import-Module (Join-Path $folder Outer.psd1)
                Get-OuterAnswer $uri
            }
        }
        @{ Name = 'a module that imports Utility itself'; Call = {
                param($uri)
                Import-Module (Join-Path $folder Importer.psm1)
                Get-ImporterAnswer $uri
            }
        }
        @{ Name = 'a session that imports Utility again'; Call = {
                param($uri)
                Import-Module Microsoft.PowerShell.Utility -Force -Global
                Invoke-RestMethod $uri
            }
        }
        @{ Name = 'a function that ProxyCommand wrote'; Call = {
                param($uri)
                $proxy = [Management.Automation.ProxyCommand]::Create((Get-Command Invoke-RestMethod -CommandType Cmdlet))
                Set-Item Function:Invoke-Proxied $proxy
                Invoke-Proxied -Uri $uri
            }
        }
    ) { Assert-Through $Call }

    It 'goes a script of -File, and what it says using module of' {
        $script = Join-Path $folder file.ps1
        Set-Content $script @"
using module '$(Join-Path $folder Asker.psm1)'
param(`$Uri)
Import-Module '$module'
Enable-WebPinning '$store'
try { Get-Answer `$Uri } catch { `$_.FullyQualifiedErrorId }
"@
        Assert-Through { param($uri) Invoke-Engine -NoProfile -File $script $uri }
    }

    It 'goes a session in constrained language, whether it is enabled before or in it' -ForEach @(
        @{ Before = 'Enable-WebPinning $store'; Within = '' }
        @{ Before = ''; Within = 'Enable-WebPinning $store' }
    ) {
        $script = Join-Path $folder constrained.ps1
        Set-Content $script @"
param(`$Uri)
Import-Module '$module'
`$store = '$store'
$Before
`$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'
$Within
try { Invoke-RestMethod `$Uri } catch { `$_.FullyQualifiedErrorId }
"@
        Assert-Through { param($uri) Invoke-Engine -NoProfile -File $script $uri }
    }

    It 'goes <Name>, if it is enabled inside' -ForEach @(
        @{ Name = 'ForEach-Object -Parallel'; Call = {
                param($uri)
                $uri | ForEach-Object -Parallel {
                    Import-Module $using:module
                    Enable-WebPinning $using:store
                    try { Invoke-RestMethod $_ } catch { $_.FullyQualifiedErrorId }
                }
            }
        }
        @{ Name = 'Start-ThreadJob'; Call = {
                param($uri)
                Start-ThreadJob {
                    Import-Module $using:module
                    Enable-WebPinning $using:store
                    try { Invoke-RestMethod $using:uri } catch { $_.FullyQualifiedErrorId }
                } | Receive-Job -Wait -AutoRemoveJob
            }
        }
        @{ Name = 'Start-Job'; Call = {
                param($uri)
                Start-Job {
                    Import-Module $using:module
                    Enable-WebPinning $using:store
                    try { Invoke-RestMethod $using:uri } catch { $_.FullyQualifiedErrorId }
                } | Receive-Job -Wait -AutoRemoveJob
            }
        }
    ) { Assert-Through $Call }
}

Describe 'Past the pins' {
    It 'goes <Name>' -ForEach @(
        @{ Name = 'a stored command object'; Call = { param($uri) & $stock $uri -SkipCertificateCheck } }
        @{ Name = 'a command object of Get-Command'; Call = {
                param($uri) & (Get-Command Invoke-RestMethod) $uri -SkipCertificateCheck
            }
        }
        @{ Name = 'ForEach-Object -Parallel'; Call = {
                param($uri) $uri | ForEach-Object -Parallel { Invoke-RestMethod $_ -SkipCertificateCheck }
            }
        }
        @{ Name = 'Start-ThreadJob'; Call = {
                param($uri)
                Start-ThreadJob { Invoke-RestMethod $using:uri -SkipCertificateCheck } | Receive-Job -Wait -AutoRemoveJob
            }
        }
        @{ Name = 'Start-Job'; Call = {
                param($uri)
                Start-Job { Invoke-RestMethod $using:uri -SkipCertificateCheck } | Receive-Job -Wait -AutoRemoveJob
            }
        }
        @{ Name = 'a pool of runspaces'; Call = {
                param($uri)
                $pool = [runspacefactory]::CreateRunspacePool(1, 1)
                $pool.Open()
                $shell = [powershell]::Create()
                $shell.RunspacePool = $pool
                try { $shell.AddScript('Invoke-RestMethod $args[0] -SkipCertificateCheck').AddArgument($uri).Invoke() }
                finally { $shell.Dispose(); $pool.Dispose() }
            }
        }
        @{ Name = 'HttpClient'; Call = {
                param($uri)
                $handler = [Net.Http.HttpClientHandler]::new()
                $handler.ServerCertificateCustomValidationCallback =
                    [Net.Http.HttpClientHandler]::DangerousAcceptAnyServerCertificateValidator
                $client = [Net.Http.HttpClient]::new($handler)
                try { $client.GetStringAsync($uri).GetAwaiter().GetResult() } finally { $client.Dispose() }
            }
        }
    ) { Assert-Past $Call }

    It 'goes a function of the same name: <Name>' -ForEach @(
        @{ Name = 'a module''s own'; Call = {
                $own = New-Module {
                    function Invoke-RestMethod { 'own' }
                    function Get-Own { Invoke-RestMethod }
                    Export-ModuleMember
                }
                & $own { Get-Own }
            }
        }
        @{ Name = 'the user''s own'; Call = { function Invoke-RestMethod { 'own' }; Invoke-RestMethod } }
        @{ Name = 'the target of an alias of that name'; Call = {
                function Get-Own { 'own' }
                Set-Alias Invoke-RestMethod Get-Own
                Invoke-RestMethod
            }
        }
    ) { & $Call | Should -Be 'own' }
}

Describe 'What the session shows' {
    It 'is PowerShell''s own command and help' {
        $found = Get-Command Invoke-RestMethod
        $found.ImplementingType.FullName | Should -Be 'Microsoft.PowerShell.Commands.InvokeRestMethodCommand'
        $found.ModuleName | Should -Be 'Microsoft.PowerShell.Utility'
        (Get-Command irm).Definition | Should -Be 'Invoke-RestMethod'
        (Get-Help Invoke-RestMethod).Name | Should -Be 'Invoke-RestMethod'
        (Get-Module PinningTools).ExportedCommands.Keys | Should -Not -Contain 'Invoke-RestMethod'
    }
}
