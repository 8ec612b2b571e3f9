# Are the pins enforced? A drill as Pester tests: an impostor with a valid certificate against the clients that you run.
#   Invoke-Pester -Container (New-PesterContainer -Path ./17-Enforcement.Tests.ps1 -Data @{ HostName = 'api.example.com'; PinStore = './pins.json' })
param([Parameter(Mandatory = $true)] [string] $HostName, [Parameter(Mandatory = $true)] [string] $PinStore)

BeforeAll {
    $module = Join-Path $PSScriptRoot '../PinningTools.psd1'
    Import-Module $(if (Test-Path -LiteralPath $module) { $module } else { 'PinningTools' })
}

Describe 'The pins of <HostName>' {
    It 'stop Invoke-PinnedWebRequest' {
        $drill = Test-PinEnforcement $HostName -PinStore $PinStore
        $drill.Result | Should -Be 'Enforced' -Because $drill.Message
        $drill.Leaks | Should -BeNullOrEmpty
    }

    # Put your own script here. The control is the same request without the pins.
    It 'stop the script' {
        $script = {
            param($Store)
            Import-Module $DrillModule
            Invoke-PinnedRestMethod $DrillUri -PinStore $Store
        }
        $drill = Test-PinEnforcement $HostName -ScriptBlock $script -ArgumentList (Convert-Path -LiteralPath $PinStore) `
            -ControlScriptBlock { Invoke-RestMethod $DrillUri } -Mode BogusChain
        $drill.Result | Should -Be 'Enforced' -Because $drill.Message
        $drill.Leaks | Should -BeNullOrEmpty
    }
}
