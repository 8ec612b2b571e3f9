# The help as Get-Help shows it in a real PowerShell.
BeforeDiscovery {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    Import-Module (Join-Path $PSScriptRoot Engine.psm1)
    $module = Import-Module -Name (Get-ModulePath) -Force -PassThru
    $commands = @($module.ExportedCommands.Keys | ForEach-Object { @{ Name = $_ } })
    $examples = @(foreach ($name in $module.ExportedCommands.Keys) {
            $number = 0
            foreach ($example in (Get-Help -Name $name).examples.example) {
                @{ Name = $name; Number = ++$number; Code = $example.code }
            }
        })
    $topics = @(Get-ChildItem -Path (Join-Path $root src/Module/en-US/about_*.help.txt) |
            ForEach-Object { @{ Name = $_.Name -replace '\.help\.txt$' } })
}

Describe 'Get-Help <Name>' -ForEach $commands {
    BeforeAll {
        $help = Get-Help -Name $Name -Full
        $command = Get-Command -Name $Name
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters
    }

    It 'has a synopsis that is not the syntax' {
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -Match ([regex]::Escape($Name))
    }

    It 'has a description' {
        ($help.description | Out-String).Trim() | Should -Not -BeNullOrEmpty
    }

    It 'has examples with code and remarks' {
        $help.examples.example | Should -Not -BeNullOrEmpty
        foreach ($example in $help.examples.example) {
            $example.code | Should -Not -BeNullOrEmpty
            ($example.remarks | Out-String).Trim() | Should -Not -BeNullOrEmpty
        }
    }

    It 'explains each parameter, and no other' {
        $own = @($command.Parameters.Keys | Where-Object { $_ -notin $common } | Sort-Object)
        @($help.parameters.parameter.name | Sort-Object) | Should -Be $own
        foreach ($parameter in $own) {
            $description = (Get-Help -Name $Name -Parameter $parameter).description | Out-String
            $description.Trim() | Should -Not -BeNullOrEmpty -Because $parameter
        }
    }

    It 'says how each parameter is given as the command does' {
        foreach ($parameter in $help.parameters.parameter) {
            $attributes = @($command.Parameters[$parameter.name].Attributes | Where-Object { $_ -is [Parameter] })
            [bool]::Parse($parameter.required) |
                Should -Be ($attributes.Mandatory -notcontains $false) -Because $parameter.name
            $parameter.pipelineInput -match 'ByValue' |
                Should -Be ($attributes.ValueFromPipeline -contains $true) -Because $parameter.name
            $parameter.pipelineInput -match 'ByPropertyName' |
                Should -Be ($attributes.ValueFromPipelineByPropertyName -contains $true) -Because $parameter.name
        }
    }

    It 'shows one syntax for each parameter set, with its parameters' {
        $sets = $command.ParameterSets |
            ForEach-Object { ($_.Parameters.Name | Where-Object { $_ -notin $common } | Sort-Object) -join ' ' }
        $shown = $help.syntax.syntaxItem | ForEach-Object { ($_.parameter.name | Sort-Object) -join ' ' }
        @($shown | Sort-Object) | Should -Be @($sets | Sort-Object)
    }
}

Describe 'Example <Number> of <Name>' -ForEach $examples {
    BeforeAll {
        $errors = $null
        $script = [System.Management.Automation.Language.Parser]::ParseInput($Code, [ref] $null, [ref] $errors)
        $calls = $script.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)
    }

    It 'parses without errors' {
        $errors | Should -BeNullOrEmpty
    }

    It 'calls commands that exist, with parameters that they have' {
        $calls | Should -Not -BeNullOrEmpty
        # Programs, such as openssl, need not be on this machine.
        foreach ($call in $calls | Where-Object { $_.GetCommandName() -like '*-*' }) {
            $called = Get-Command -Name $call.GetCommandName() -ErrorAction Stop
            foreach ($given in ($call.CommandElements | Where-Object ParameterName).ParameterName) {
                $called.ResolveParameter($given) | Should -Not -BeNullOrEmpty -Because "-$given"
            }
            $bound = [System.Management.Automation.Language.StaticParameterBinder]::BindCommand($call, $true)
            $bound.BindingExceptions.Values.BindingException.Message | Should -BeNullOrEmpty
        }
    }
}

Describe 'The topic <Name>' -ForEach $topics {
    It 'is found by Get-Help with its short description' {
        Get-Help -Name $Name | Should -BeLike "*$Name*SHORT DESCRIPTION*"
    }
}
